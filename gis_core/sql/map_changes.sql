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
    FOREACH shift IN ARRAY ARRAY[6, 10, 14, 18] LOOP
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

-- Statement-level trigger of a table with a column `geom` (EPSG:4326): each layer named in its
-- arguments changed wherever a row was or is. With `new_values` and `old_values` as the operation has.
CREATE FUNCTION note_map_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO map_change
            SELECT name, s.level, s.area, count(*)
            FROM new_values, map_squares(Box2D(geom)) s GROUP BY 2, 3;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            INSERT INTO map_change
            SELECT name, s.level, s.area, count(*)
            FROM old_values, map_squares(Box2D(geom)) s GROUP BY 2, 3;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Statement-level trigger of a table that layers look names up in: they changed everywhere.
CREATE FUNCTION note_map_change_everywhere() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO map_change SELECT unnest(TG_ARGV), 0, 0, 1;
    RETURN NULL;
END $$;
