-- What somebody may do follows from these three tables and their own account, which is read with
-- every request: whoever changes them, by whatever way, gives rights a new version.

CREATE TRIGGER rights_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON departments_membership FOR EACH STATEMENT EXECUTE FUNCTION accounts_rights_changed();

CREATE TRIGGER rights_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON departments_post FOR EACH STATEMENT EXECUTE FUNCTION accounts_rights_changed();

CREATE TRIGGER rights_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON departments_organization FOR EACH STATEMENT EXECUTE FUNCTION accounts_rights_changed();
