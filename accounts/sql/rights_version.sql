-- At which version everybody's rights stand: one row, renewed by the very transaction that changes
-- who holds which post where. Whoever reads a version sees all that led to it and nothing after it,
-- so rights that were worked out under a version hold for everybody who reads the same one.
--
-- Versions come from a sequence: two transactions never give the same one, also where one of them
-- fails. That they take turns at the row is what makes it right: of two changes that overlap, the
-- one that commits last gives a version of its own.

CREATE SEQUENCE accounts_rights_version;

CREATE TABLE accounts_rightsversion (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    version bigint NOT NULL DEFAULT nextval('accounts_rights_version')
);
INSERT INTO accounts_rightsversion DEFAULT VALUES;
-- So that the planner knows that there is one row.
ANALYZE accounts_rightsversion;

CREATE FUNCTION accounts_rights_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_rightsversion SET version = nextval('accounts_rights_version');
    RETURN NULL;
END
$$;
