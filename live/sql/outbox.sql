-- Numbers never come back, not even when every row has been pruned or a numbering was rolled back.
CREATE SEQUENCE IF NOT EXISTS live_outbox_number;

-- Give the waiting rows their numbers, oldest first, and return how many got one.
--
-- Only committed rows are seen here, and only one numbering runs at a time: its rows are visible
-- before its lock is free, so whoever reads number n can read every number below it. A row whose
-- transaction commits late gets a later number; it is never overtaken unseen. Where somebody else
-- is numbering there is nothing to do, and the answer is 0.
CREATE OR REPLACE FUNCTION live_number_outbox(at_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    numbered integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('live_number_outbox')) THEN
        RETURN 0;
    END IF;
    -- A statement of its own: its snapshot is younger than the lock.
    WITH waiting AS (
        SELECT id FROM live_outboxevent WHERE sequence IS NULL
        ORDER BY created_at, id LIMIT at_most
    ), numbers AS MATERIALIZED (
        SELECT id, nextval('live_outbox_number') AS number FROM waiting
    )
    UPDATE live_outboxevent SET sequence = numbers.number
    FROM numbers WHERE live_outboxevent.id = numbers.id;
    GET DIAGNOSTICS numbered = ROW_COUNT;
    IF numbered > 0 THEN
        PERFORM pg_notify('live_numbered', '');
    END IF;
    RETURN numbered;
END $$;
