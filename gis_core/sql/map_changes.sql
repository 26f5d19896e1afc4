-- Which places of the map changed, and how often: what the tag of a tile is made of before a single
-- feature is read. Writers only append to the log, so no writer waits for another; a job folds the
-- log into sums. Rows are visible when their transaction commits, so the sum over an area is another
-- one after every commit, however late it comes: it counts what is visible, and never looks at a
-- time or at a number that was drawn before the commit.
--
-- A place is a square of the web map, (level, area): a zoom and the Morton key of the square there.
-- Level 0 is the whole map: what changed everywhere, such as the name of a class.

CREATE TABLE map_change (
    layer text NOT NULL,
    level smallint NOT NULL,
    area bigint NOT NULL,
    n integer NOT NULL
);

CREATE TABLE map_version (
    layer text NOT NULL,
    level smallint NOT NULL,
    area bigint NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (layer, level, area) INCLUDE (n)
);

-- Add the log to the sums. One at a time; whoever comes second has nothing to do.
CREATE FUNCTION fold_map_changes() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    folded bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('fold_map_changes')) THEN
        RETURN 0;
    END IF;
    -- One statement: whoever reads sees a change in the log or in the sum, never in both.
    WITH gone AS (
        DELETE FROM map_change RETURNING *
    ), added AS (
        INSERT INTO map_version AS v (layer, level, area, n)
        SELECT layer, level, area, sum(n) FROM gone GROUP BY 1, 2, 3
        ON CONFLICT (layer, level, area) DO UPDATE SET n = v.n + excluded.n
    )
    SELECT count(*) INTO folded FROM gone;
    RETURN folded;
END $$;

-- The squares that a box in EPSG:4326 touches: four at most, of the finest level that allows it.
CREATE FUNCTION map_squares(box box2d) RETURNS TABLE (level smallint, area bigint)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    low bigint := tile_key_of(ST_SetSRID(ST_MakePoint(ST_XMin(box), ST_YMin(box)), 4326));
    high bigint := tile_key_of(ST_SetSRID(ST_MakePoint(ST_XMax(box), ST_YMax(box)), 4326));
    x0 bigint := tile_column(low);
    x1 bigint := tile_column(high);
    y0 bigint := tile_column(high >> 1);
    y1 bigint := tile_column(low >> 1);
    shift int;
BEGIN
    FOREACH shift IN ARRAY ARRAY[6, 10, 14, 18] LOOP  -- zooms 16, 12, 8, 4
        IF (x1 >> shift) - (x0 >> shift) <= 1 AND (y1 >> shift) - (y0 >> shift) <= 1 THEN
            RETURN QUERY
            SELECT (22 - shift)::smallint, morton(x, y)
            FROM generate_series(x0 >> shift, x1 >> shift) x,
                 generate_series(y0 >> shift, y1 >> shift) y;
            RETURN;
        END IF;
    END LOOP;
    RETURN QUERY SELECT 0::smallint, 0::bigint;
END $$;

-- Statement-level triggers of a table with a column `geom` (EPSG:4326): the source named in their
-- argument changed wherever a row is or was.
CREATE FUNCTION note_map_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO map_change
    SELECT TG_ARGV[0], s.level, s.area, count(*)
    FROM new_values, map_squares(Box2D(geom)) s GROUP BY 2, 3;
    RETURN NULL;
END $$;

CREATE FUNCTION note_map_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO map_change
    SELECT TG_ARGV[0], s.level, s.area, count(*)
    FROM old_values, map_squares(Box2D(geom)) s GROUP BY 2, 3;
    RETURN NULL;
END $$;

CREATE FUNCTION note_map_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO map_change
    SELECT TG_ARGV[0], s.level, s.area, count(*)
    FROM (SELECT geom FROM old_values UNION ALL SELECT geom FROM new_values) touched,
        map_squares(Box2D(geom)) s GROUP BY 2, 3;
    RETURN NULL;
END $$;

-- Statement-level trigger of a table that layers look names up in: they changed everywhere.
CREATE FUNCTION note_map_change_everywhere() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO map_change VALUES (TG_ARGV[0], 0, 0, 1);
    RETURN NULL;
END $$;

-- From now on, changes of this table are noted as changes of `source`.
CREATE FUNCTION watch_map_changes(watched regclass, source text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER note_map_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS'
        ' new_values FOR EACH STATEMENT EXECUTE FUNCTION note_map_insert(%L)', watched, source);
    EXECUTE format('CREATE TRIGGER note_map_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS'
        ' old_values FOR EACH STATEMENT EXECUTE FUNCTION note_map_delete(%L)', watched, source);
    EXECUTE format('CREATE TRIGGER note_map_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS'
        ' old_values NEW TABLE AS new_values FOR EACH STATEMENT'
        ' EXECUTE FUNCTION note_map_update(%L)', watched, source);
    EXECUTE format('CREATE TRIGGER note_map_truncate AFTER TRUNCATE ON %s FOR EACH STATEMENT'
        ' EXECUTE FUNCTION note_map_change_everywhere(%L)', watched, source);
END $$;
