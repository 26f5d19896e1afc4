-- Whoever changes when a city works, by whatever way, gives its calendar a new version. Versions
-- come from a sequence: two transactions never give the same one, also where one of them fails, so
-- what is cached under a version can never be mistaken for something else.

CREATE SEQUENCE standards_calendar_version;

CREATE FUNCTION standards_new_calendar_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE standards_workingcalendar SET version = nextval('standards_calendar_version')
    WHERE id IN (SELECT calendar_id FROM changed);
    RETURN NULL;
END
$$;

CREATE FUNCTION standards_own_calendar_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := nextval('standards_calendar_version');
    RETURN NEW;
END
$$;

CREATE TRIGGER calendar_version BEFORE INSERT OR UPDATE ON standards_workingcalendar
FOR EACH ROW EXECUTE FUNCTION standards_own_calendar_version();

CREATE TRIGGER calendar_version_insert AFTER INSERT ON standards_calendarday
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION standards_new_calendar_version();
CREATE TRIGGER calendar_version_update AFTER UPDATE ON standards_calendarday
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION standards_new_calendar_version();
CREATE TRIGGER calendar_version_delete AFTER DELETE ON standards_calendarday
REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION standards_new_calendar_version();

CREATE TRIGGER calendar_version_insert AFTER INSERT ON standards_workinghours
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION standards_new_calendar_version();
CREATE TRIGGER calendar_version_update AFTER UPDATE ON standards_workinghours
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION standards_new_calendar_version();
CREATE TRIGGER calendar_version_delete AFTER DELETE ON standards_workinghours
REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION standards_new_calendar_version();
