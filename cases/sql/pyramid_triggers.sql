-- What a statement did to the cases, appended by the transaction that did it: counts that changed
-- (cases_delta) and places that must be drawn anew (map_change).

CREATE OR REPLACE FUNCTION square_of_zoom_26(metres double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT least(greatest(floor((metres + 20037508.342789244) / 40075016.685578488 * 67108864), 0), 67108863)::integer
$$;

CREATE OR REPLACE FUNCTION cases_note_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_delta
    SELECT city_id, tile_key, square_of_zoom_26(ST_X(geom_3857)), square_of_zoom_26(-ST_Y(geom_3857)),
        reported_at, case_class_id, state, district_code, street_code, source,
        organization_id, unit_id, 1
    FROM new_values WHERE tile_key IS NOT NULL;
    INSERT INTO map_change
    SELECT 'cases', 16, tile_key >> 12, count(*)
    FROM new_values WHERE tile_key IS NOT NULL GROUP BY 3;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cases_note_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_delta
    SELECT city_id, tile_key, square_of_zoom_26(ST_X(geom_3857)), square_of_zoom_26(-ST_Y(geom_3857)),
        reported_at, case_class_id, state, district_code, street_code, source,
        organization_id, unit_id, -1
    FROM old_values WHERE tile_key IS NOT NULL;
    INSERT INTO map_change
    SELECT 'cases', 16, tile_key >> 12, count(*)
    FROM old_values WHERE tile_key IS NOT NULL GROUP BY 3;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cases_note_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- What is the same before and after cancels out, whichever row it was.
    INSERT INTO cases_delta
    SELECT city_id, tile_key, square_of_zoom_26(ST_X(geom_3857)), square_of_zoom_26(-ST_Y(geom_3857)),
        reported_at, case_class_id, state, district_code, street_code, source,
        organization_id, unit_id, sum(n)
    FROM (
        SELECT *, 1 AS n FROM (
            SELECT city_id, tile_key, geom_3857, reported_at, case_class_id, state, district_code,
                street_code, source, organization_id, unit_id FROM new_values
        ) after
        UNION ALL
        SELECT *, -1 FROM (
            SELECT city_id, tile_key, geom_3857, reported_at, case_class_id, state, district_code,
                street_code, source, organization_id, unit_id FROM old_values
        ) before
    ) both_sides
    WHERE tile_key IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 HAVING sum(n) <> 0;
    INSERT INTO map_change
    SELECT 'cases', 16, area, count(*)
    FROM (
        SELECT tile_key >> 12 AS area FROM new_values UNION ALL SELECT tile_key >> 12 FROM old_values
    ) touched
    WHERE area IS NOT NULL GROUP BY 3;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cases_note_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE cases_delta, cases_pyramid_case, cases_pyramid_square, cases_pyramid_group;
    INSERT INTO map_change VALUES ('cases', 0, 0, 1);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER note_insert AFTER INSERT ON cases_case
REFERENCING NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION cases_note_insert();
CREATE OR REPLACE TRIGGER note_delete AFTER DELETE ON cases_case
REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION cases_note_delete();
CREATE OR REPLACE TRIGGER note_update AFTER UPDATE ON cases_case
REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values
FOR EACH STATEMENT EXECUTE FUNCTION cases_note_update();
CREATE OR REPLACE TRIGGER note_truncate AFTER TRUNCATE ON cases_case
FOR EACH STATEMENT EXECUTE FUNCTION cases_note_truncate();

-- A tile of single cases names their class.
CREATE OR REPLACE TRIGGER note_map_change AFTER INSERT OR UPDATE OR DELETE ON standards_caseclass
FOR EACH STATEMENT EXECUTE FUNCTION note_map_change_everywhere('cases');
