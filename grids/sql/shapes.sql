-- Simplified areas (grids_shape) are never older than the areas that they were made of.
--
-- A writer that changes a level of a network in force deletes what was simplified of it, under the
-- lock of that network (sql/network.sql), which whoever simplifies holds too. So they are made of
-- all that was committed, and gone with the commit that makes them wrong. Drafts have none.

CREATE FUNCTION grids_forget_shapes(touched uuid[], of_level text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    network uuid;
BEGIN
    FOREACH network IN ARRAY touched LOOP
        PERFORM grids_lock_network(network);
        DELETE FROM grids_shape WHERE generation_id = network AND level = of_level;
    END LOOP;
END $$;

-- Statement-level triggers; their argument is the level.
CREATE FUNCTION grids_area_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grids_forget_shapes(array(
        SELECT DISTINCT g.id FROM new_values a
        JOIN grids_generation g ON g.id = a.generation_id AND g.valid_from IS NOT NULL
    ), TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE FUNCTION grids_area_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grids_forget_shapes(array(
        SELECT DISTINCT g.id FROM old_values a
        JOIN grids_generation g ON g.id = a.generation_id AND g.valid_from IS NOT NULL
    ), TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE FUNCTION grids_area_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grids_forget_shapes(array(
        SELECT DISTINCT g.id FROM old_values o
        FULL JOIN new_values n ON n.id = o.id
        JOIN grids_generation g
            ON g.id IN (o.generation_id, n.generation_id) AND g.valid_from IS NOT NULL
        WHERE (o.generation_id, o.geom) IS DISTINCT FROM (n.generation_id, n.geom)
    ), TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE FUNCTION grids_follow_areas(watched regclass, level text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER forget_shapes_insert AFTER INSERT ON %s REFERENCING NEW TABLE'
        ' AS new_values FOR EACH STATEMENT EXECUTE FUNCTION grids_area_came(%L)', watched, level);
    EXECUTE format('CREATE TRIGGER forget_shapes_delete AFTER DELETE ON %s REFERENCING OLD TABLE'
        ' AS old_values FOR EACH STATEMENT EXECUTE FUNCTION grids_area_went(%L)', watched, level);
    EXECUTE format('CREATE TRIGGER forget_shapes_update AFTER UPDATE ON %s REFERENCING OLD TABLE'
        ' AS old_values NEW TABLE AS new_values FOR EACH STATEMENT'
        ' EXECUTE FUNCTION grids_area_changed(%L)', watched, level);
END $$;

SELECT grids_follow_areas('grids_district', 'district');
SELECT grids_follow_areas('grids_street', 'street');
SELECT grids_follow_areas('grids_cell', 'cell');

-- Other shapes make other tiles: noted as a change of the network in the squares of their box.
CREATE FUNCTION grids_note_shapes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO map_change
    SELECT 'network', s.level, s.area, 1
    FROM (SELECT ST_SetSRID(ST_Extent(geom_3857)::geometry, 3857) AS box FROM shapes) b,
        map_squares(Box2D(ST_Transform(b.box, 4326))) s;
    RETURN NULL;
END $$;

CREATE TRIGGER note_shapes_insert AFTER INSERT ON grids_shape REFERENCING NEW TABLE AS shapes
    FOR EACH STATEMENT EXECUTE FUNCTION grids_note_shapes();
CREATE TRIGGER note_shapes_delete AFTER DELETE ON grids_shape REFERENCING OLD TABLE AS shapes
    FOR EACH STATEMENT EXECUTE FUNCTION grids_note_shapes();
CREATE TRIGGER note_shapes_update AFTER UPDATE ON grids_shape REFERENCING NEW TABLE AS shapes
    FOR EACH STATEMENT EXECUTE FUNCTION grids_note_shapes();
