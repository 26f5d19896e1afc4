-- A tile of duty grids is another one where a duty grid is or was, and everywhere where one of the
-- names changes that it shows: of a shift, of an organisation, of a collector.

SELECT watch_map_changes('departments_dutygrid', 'duty');

CREATE TRIGGER note_map_change AFTER UPDATE ON departments_shift
FOR EACH STATEMENT EXECUTE FUNCTION note_map_change_everywhere('duty');
CREATE TRIGGER note_map_change AFTER UPDATE OF name ON departments_organization
FOR EACH STATEMENT EXECUTE FUNCTION note_map_change_everywhere('duty');
CREATE TRIGGER note_map_change AFTER UPDATE OF display_name, username ON accounts_user
FOR EACH STATEMENT EXECUTE FUNCTION note_map_change_everywhere('duty');
