-- A draft becomes a network in force: what sql/network.sql asks of single rows of a network in
-- force is asked of all rows at once, whoever sets `valid_from`.
--
-- Writers of the draft hold its row from their first check to their commit, and so does this
-- update: whoever comes second sees what the first one committed.

CREATE OR REPLACE FUNCTION grids_check_cells_of(generation uuid) RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    hit record;
BEGIN
    SELECT c.code, coalesce(m.code, s.code) AS other INTO hit
    FROM grids_cell c
    JOIN grids_generation g ON g.id = c.generation_id
    LEFT JOIN grids_street s ON s.id = c.street_id
    LEFT JOIN grids_community m ON m.id = c.community_id
    WHERE c.generation_id = generation AND (
        s.generation_id IS DISTINCT FROM generation OR s.city_id <> c.city_id
        OR g.city_id <> c.city_id
        OR (m.id IS NOT NULL AND (m.street_id <> c.street_id OR m.generation_id <> generation))
    )
    LIMIT 1;
    PERFORM grids_refuse_area('grids_cell', 'network_foreign_parent', hit.code, hit.other, 0)
        WHERE FOUND;

    SELECT c.code, coalesce(m.code, s.code) AS other,
        grids_outside_m2(c.geom, coalesce(m.geom, s.geom)) AS m2 INTO hit
    FROM grids_cell c
    JOIN grids_street s ON s.id = c.street_id
    LEFT JOIN grids_community m ON m.id = c.community_id
    WHERE c.generation_id = generation
        AND grids_outside_m2(c.geom, coalesce(m.geom, s.geom)) > grids_overlap_limit_m2()
    LIMIT 1;
    PERFORM grids_refuse_area('grids_cell', 'network_misplaced', hit.code, hit.other, hit.m2)
        WHERE FOUND;

    SELECT a.code, b.code AS other, grids_shared_m2(a.geom, b.geom) AS m2 INTO hit
    FROM grids_cell a
    -- `IS TRUE` keeps the planner off the other indexes, which hold the whole network.
    JOIN grids_cell b ON b.geom && a.geom AND (b.id > a.id) IS TRUE
        AND (b.generation_id = generation) IS TRUE AND ST_Relate(a.geom, b.geom, '2********')
    WHERE a.generation_id = generation
        AND grids_shared_m2(a.geom, b.geom) > grids_overlap_limit_m2()
    LIMIT 1;
    PERFORM grids_refuse_area('grids_cell', 'cell_overlap', hit.code, hit.other, hit.m2)
        WHERE FOUND;
END $$;

-- One level of areas; `above` and `key` are '' for districts.
CREATE OR REPLACE FUNCTION grids_check_areas_of(
    generation uuid, areas text, above text, key text
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    hit record;
BEGIN
    IF above <> '' THEN
        EXECUTE format(
            'SELECT a.code, p.code AS other, grids_outside_m2(a.geom, p.geom) AS m2,
                p.generation_id = a.generation_id AND p.city_id = a.city_id AS is_ours
            FROM %1$I a JOIN %2$I p ON p.id = a.%3$I
            WHERE a.generation_id = $1 AND (
                p.generation_id <> a.generation_id OR p.city_id <> a.city_id
                OR grids_outside_m2(a.geom, p.geom) > grids_overlap_limit_m2()
            ) LIMIT 1', areas, above, key
        ) INTO hit USING generation;
        PERFORM grids_refuse_area(areas, CASE
            WHEN hit.is_ours THEN 'network_misplaced' ELSE 'network_foreign_parent'
        END, hit.code, hit.other, hit.m2) WHERE hit.code IS NOT NULL;
    END IF;
    EXECUTE format(
        'SELECT a.code, b.code AS other, grids_shared_m2(a.geom, b.geom) AS m2
        FROM %1$I a JOIN %1$I b ON b.geom && a.geom AND b.id > a.id
            AND b.generation_id = a.generation_id
        WHERE a.generation_id = $1
            AND grids_shared_m2(a.geom, b.geom) > grids_overlap_limit_m2()
        LIMIT 1', areas
    ) INTO hit USING generation;
    PERFORM grids_refuse_area(areas, 'area_overlap', hit.code, hit.other, hit.m2)
        WHERE hit.code IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION grids_check_network() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grids_check_areas_of(NEW.id, 'grids_district', '', '');
    PERFORM grids_check_areas_of(NEW.id, 'grids_street', 'grids_district', 'district_id');
    PERFORM grids_check_areas_of(NEW.id, 'grids_community', 'grids_street', 'street_id');
    PERFORM grids_check_cells_of(NEW.id);
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS network_holds ON grids_generation;
CREATE TRIGGER network_holds AFTER UPDATE OF valid_from ON grids_generation
    FOR EACH ROW WHEN (OLD.valid_from IS NULL AND NEW.valid_from IS NOT NULL)
    EXECUTE FUNCTION grids_check_network();
