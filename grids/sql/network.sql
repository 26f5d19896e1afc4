-- What the database itself refuses of a network, whoever writes: bulk load, admin, QGIS or psql.
--
--   network_geometry_invalid  empty, invalid or off the globe; at once
--   network_foreign_parent    another city or generation than the area above; at commit
--   network_misplaced         more than the limit outside the area above; at commit
--   area_overlap, cell_overlap  more than the limit shared with a sibling; at commit
--
-- A draft (a generation without `valid_from`) may break the last two while it is worked on, and
-- shows it as findings; sql/publishing.sql asks them of the whole network before it comes in force.
--
-- The name stands in the error's constraint field, which grids/refusals.py turns into a sentence.
-- At commit, because an edit of a shared border takes two updates that only together are right.

-- Kept equal to grids.refusals.OVERLAP_LIMIT_M2 by a test.
CREATE OR REPLACE FUNCTION grids_overlap_limit_m2() RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 0.01::float8 $$;

-- Square metres of one geometry that another one covers.
CREATE OR REPLACE FUNCTION grids_shared_m2(a geometry, b geometry) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN ST_Relate(a, b, '2********')
        THEN ST_Area(ST_CollectionExtract(ST_Intersection(a, b), 3)::geography)
        ELSE 0
    END
$$;

-- Square metres of a geometry that stick out of another one.
CREATE OR REPLACE FUNCTION grids_outside_m2(inner_geom geometry, outer_geom geometry) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN ST_Covers(outer_geom, inner_geom) THEN 0
        ELSE ST_Area(ST_CollectionExtract(ST_Difference(inner_geom, outer_geom), 3)::geography)
    END
$$;

-- One writer at a time per generation (and so per city), from the first check to the commit.
--
-- The lock is a real, empty update of the generation's row: under READ COMMITTED the next writer
-- waits and then sees what the first one committed; under REPEATABLE READ and SERIALIZABLE, where
-- its snapshot would hide that, PostgreSQL refuses it with 40001. An advisory lock alone would let
-- it through. Once per transaction: the note of it falls back with a savepoint, as the update does.
CREATE OR REPLACE FUNCTION grids_lock_network(generation uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    locked text := coalesce(current_setting('wangge.locked_networks', true), '');
BEGIN
    IF strpos(locked, generation::text) = 0 THEN
        UPDATE grids_generation SET number = number WHERE id = generation;
        PERFORM set_config('wangge.locked_networks', locked || generation::text, true);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION grids_is_draft(generation uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM grids_generation WHERE id = generation AND valid_from IS NULL)
$$;

CREATE OR REPLACE FUNCTION grids_refuse_bad_geometry() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    reason text := CASE
        WHEN NEW.geom IS NULL OR ST_IsEmpty(NEW.geom) THEN 'it is empty'
        WHEN NOT ST_IsValid(NEW.geom) THEN ST_IsValidReason(NEW.geom)
        WHEN NOT (NEW.geom @ ST_MakeEnvelope(-180, -90, 180, 90, 4326)) THEN 'it is off the globe'
    END;
BEGIN
    IF reason IS NOT NULL THEN
        RAISE EXCEPTION 'geometry of % refused', NEW.code USING
            ERRCODE = 'check_violation', CONSTRAINT = 'network_geometry_invalid',
            TABLE = TG_TABLE_NAME, DETAIL = format('%s: %s', NEW.code, reason);
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION grids_check_cell() RETURNS trigger
LANGUAGE plpgsql
-- A plan made while the table was small must not scan it when it is large.
SET enable_seqscan = off
AS $$
DECLARE
    cell record;
    home record;
    other record;
    outside_m2 float8;
BEGIN
    -- The row as it is now: it may have been changed again, or deleted, since the event.
    SELECT * INTO cell FROM grids_cell WHERE id = NEW.id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM grids_lock_network(cell.generation_id);

    SELECT coalesce(c.code, s.code) AS code, coalesce(c.geom, s.geom) AS geom,
        s.generation_id = cell.generation_id AND s.city_id = cell.city_id
            AND g.city_id = cell.city_id
            AND (cell.community_id IS NULL OR c.street_id = cell.street_id) AS is_ours
    INTO home
    FROM grids_street s
    JOIN grids_generation g ON g.id = cell.generation_id
    LEFT JOIN grids_community c ON c.id = cell.community_id
    WHERE s.id = cell.street_id;
    IF NOT coalesce(home.is_ours, false) THEN
        RAISE EXCEPTION 'cell % is in another network than %', cell.code, home.code USING
            ERRCODE = 'check_violation', CONSTRAINT = 'network_foreign_parent',
            TABLE = 'grids_cell', DETAIL = format('%s, %s', cell.code, home.code);
    END IF;
    IF grids_is_draft(cell.generation_id) THEN
        RETURN NULL;
    END IF;

    outside_m2 := grids_outside_m2(cell.geom, home.geom);
    IF outside_m2 > grids_overlap_limit_m2() THEN
        RAISE EXCEPTION 'cell % sticks out of %', cell.code, home.code USING
            ERRCODE = 'check_violation', CONSTRAINT = 'network_misplaced', TABLE = 'grids_cell',
            DETAIL = format('%s, %s: %s m²', cell.code, home.code, round(outside_m2::numeric, 2));
    END IF;

    -- `IS TRUE` keeps the planner off the index of generation_id, which holds the whole network.
    SELECT o.code, grids_shared_m2(o.geom, cell.geom) AS shared_m2 INTO other
    FROM grids_cell o
    WHERE o.geom && cell.geom AND o.id <> cell.id
        AND (o.generation_id = cell.generation_id) IS TRUE
        AND grids_shared_m2(o.geom, cell.geom) > grids_overlap_limit_m2()
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'cells % and % overlap', cell.code, other.code USING
            ERRCODE = 'exclusion_violation', CONSTRAINT = 'cell_overlap', TABLE = 'grids_cell',
            DETAIL = format(
                '%s, %s: %s m²', cell.code, other.code, round(other.shared_m2::numeric, 2)
            );
    END IF;
    RETURN NULL;
END $$;

-- Districts, streets and communities. Arguments: the table above and the key to it ('' for
-- districts), then pairs of the tables below and their keys.
CREATE OR REPLACE FUNCTION grids_check_area() RETURNS trigger
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
    area record;
    hit record;
    below int;
BEGIN
    EXECUTE format('SELECT * FROM %I WHERE id = $1', TG_TABLE_NAME) INTO area USING NEW.id;
    IF area.id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM grids_lock_network(area.generation_id);

    IF TG_ARGV[0] <> '' THEN
        EXECUTE format(
            'SELECT p.code, grids_outside_m2(a.geom, p.geom) AS m2,
                p.generation_id = a.generation_id AND p.city_id = a.city_id
                    AND g.city_id = a.city_id AS is_ours
            FROM %1$I a
            JOIN %2$I p ON p.id = a.%3$I
            JOIN grids_generation g ON g.id = a.generation_id
            WHERE a.id = $1', TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]
        ) INTO hit USING area.id;
        PERFORM grids_refuse_area(TG_TABLE_NAME, 'network_foreign_parent', area.code, hit.code, 0)
            WHERE NOT coalesce(hit.is_ours, false);
        PERFORM grids_refuse_area(
            TG_TABLE_NAME, 'network_misplaced', area.code, hit.code, hit.m2
        ) WHERE hit.m2 > grids_overlap_limit_m2() AND NOT grids_is_draft(area.generation_id);
    END IF;
    IF grids_is_draft(area.generation_id) THEN
        RETURN NULL;
    END IF;

    EXECUTE format(
        'SELECT o.code, grids_shared_m2(o.geom, $2) AS m2 FROM %I o
        WHERE o.generation_id = $3 AND o.id <> $1 AND o.geom && $2
            AND grids_shared_m2(o.geom, $2) > grids_overlap_limit_m2()
        LIMIT 1', TG_TABLE_NAME
    ) INTO hit USING area.id, area.geom, area.generation_id;
    PERFORM grids_refuse_area(TG_TABLE_NAME, 'area_overlap', area.code, hit.code, hit.m2)
        WHERE hit.code IS NOT NULL;

    -- What was inside must still be: asked only when an area changes, the load asks from below.
    FOR below IN SELECT generate_series(2, TG_NARGS - 1, 2) WHERE TG_OP = 'UPDATE' LOOP
        EXECUTE format(
            'SELECT b.code, grids_outside_m2(b.geom, $2) AS m2 FROM %I b
            WHERE b.%I = $1 AND grids_outside_m2(b.geom, $2) > grids_overlap_limit_m2()
            LIMIT 1', TG_ARGV[below], TG_ARGV[below + 1]
        ) INTO hit USING area.id, area.geom;
        PERFORM grids_refuse_area(
            TG_ARGV[below], 'network_misplaced', hit.code, area.code, hit.m2
        ) WHERE hit.code IS NOT NULL;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION grids_refuse_area(
    table_name text, reason text, code text, other text, m2 float8
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % and %', reason, code, other USING
        ERRCODE = CASE reason WHEN 'area_overlap' THEN 'exclusion_violation'
                  ELSE 'check_violation' END,
        CONSTRAINT = reason, TABLE = table_name,
        DETAIL = format('%s, %s: %s m²', code, other, round(m2::numeric, 2));
END $$;

CREATE OR REPLACE TRIGGER geometry_is_sound BEFORE INSERT OR UPDATE OF geom ON grids_district
    FOR EACH ROW EXECUTE FUNCTION grids_refuse_bad_geometry();
CREATE OR REPLACE TRIGGER geometry_is_sound BEFORE INSERT OR UPDATE OF geom ON grids_street
    FOR EACH ROW EXECUTE FUNCTION grids_refuse_bad_geometry();
CREATE OR REPLACE TRIGGER geometry_is_sound BEFORE INSERT OR UPDATE OF geom ON grids_community
    FOR EACH ROW EXECUTE FUNCTION grids_refuse_bad_geometry();
CREATE OR REPLACE TRIGGER geometry_is_sound BEFORE INSERT OR UPDATE OF geom ON grids_cell
    FOR EACH ROW EXECUTE FUNCTION grids_refuse_bad_geometry();

DROP TRIGGER IF EXISTS network_holds ON grids_district;
CREATE CONSTRAINT TRIGGER network_holds
    AFTER INSERT OR UPDATE OF geom, generation_id, city_id ON grids_district
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION grids_check_area('', '', 'grids_street', 'district_id');
DROP TRIGGER IF EXISTS network_holds ON grids_street;
CREATE CONSTRAINT TRIGGER network_holds
    AFTER INSERT OR UPDATE OF geom, generation_id, city_id, district_id ON grids_street
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION grids_check_area(
        'grids_district', 'district_id',
        'grids_community', 'street_id', 'grids_cell', 'street_id'
    );
DROP TRIGGER IF EXISTS network_holds ON grids_community;
CREATE CONSTRAINT TRIGGER network_holds
    AFTER INSERT OR UPDATE OF geom, generation_id, city_id, street_id ON grids_community
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION grids_check_area(
        'grids_street', 'street_id', 'grids_cell', 'community_id'
    );
DROP TRIGGER IF EXISTS network_holds ON grids_cell;
CREATE CONSTRAINT TRIGGER network_holds
    AFTER INSERT OR UPDATE OF geom, generation_id, city_id, street_id, community_id ON grids_cell
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION grids_check_cell();
