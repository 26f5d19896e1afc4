-- Simplified areas (grids_shape) are never older than the areas that they were made of.
--
-- Whoever changes an area of a network in force deletes what was simplified of its level, at commit
-- and under the lock of that network (sql/network.sql); whoever simplifies holds the same lock. So
-- shapes are made of all that was committed, and gone with the commit that makes them wrong.

-- Row-level trigger; its argument is the level. Drafts have no shapes.
CREATE FUNCTION grids_forget_shapes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    network uuid;
BEGIN
    FOREACH network IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.generation_id]
        WHEN 'DELETE' THEN ARRAY[OLD.generation_id]
        ELSE ARRAY[OLD.generation_id, NEW.generation_id]
    END LOOP
        IF NOT grids_is_draft(network) THEN
            PERFORM grids_lock_network(network);
            DELETE FROM grids_shape WHERE generation_id = network AND level = TG_ARGV[0];
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER shapes_follow
    AFTER INSERT OR DELETE OR UPDATE OF geom, generation_id ON grids_district
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grids_forget_shapes('district');
CREATE CONSTRAINT TRIGGER shapes_follow
    AFTER INSERT OR DELETE OR UPDATE OF geom, generation_id ON grids_street
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grids_forget_shapes('street');

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
