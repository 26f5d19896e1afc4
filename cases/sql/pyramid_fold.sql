-- The fold: what writers appended becomes rows of the pyramid. Only the fold writes those, and only
-- one runs at a time (whoever calls these holds the lock, see cases_fold_pyramid).

-- Work in `taken` (as cases_delta, alike rows added up) until the transaction ends.
CREATE OR REPLACE FUNCTION cases_pyramid_add_taken() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_pyramid_code (kind, value)
    SELECT DISTINCT kind, value FROM taken t, LATERAL (VALUES
        ('city', t.city_id::text), ('class', t.case_class_id::text), ('state', t.state),
        ('district', t.district_code), ('street', t.street_code), ('source', t.source),
        ('organization', t.organization_id::text), ('organization', t.unit_id::text)
    ) named (kind, value)
    WHERE value IS NOT NULL
    EXCEPT SELECT kind, value FROM cases_pyramid_code;

    CREATE TEMP TABLE coded ON COMMIT DROP AS
    SELECT t.tile_key, t.x, t.y, city.number AS city,
        pyramid_day((t.reported_at AT TIME ZONE g.time_zone)::date) AS day,
        pyramid_month((t.reported_at AT TIME ZONE g.time_zone)::date) AS month,
        class.number AS class, state.number AS state, district.number AS district,
        street.number AS street, source.number AS source,
        coalesce(organization.number, 0::smallint) AS organization,
        coalesce(unit.number, 0::smallint) AS unit,
        case_is_open(t.state) AS open, t.n
    FROM taken t
    JOIN grids_city g ON g.id = t.city_id
    JOIN cases_pyramid_code city ON city.kind = 'city' AND city.value = t.city_id::text
    JOIN cases_pyramid_code class ON class.kind = 'class' AND class.value = t.case_class_id::text
    JOIN cases_pyramid_code state ON state.kind = 'state' AND state.value = t.state
    JOIN cases_pyramid_code district
        ON district.kind = 'district' AND district.value = t.district_code
    JOIN cases_pyramid_code street ON street.kind = 'street' AND street.value = t.street_code
    JOIN cases_pyramid_code source ON source.kind = 'source' AND source.value = t.source
    LEFT JOIN cases_pyramid_code organization
        ON organization.kind = 'organization' AND organization.value = t.organization_id::text
    LEFT JOIN cases_pyramid_code unit
        ON unit.kind = 'organization' AND unit.value = t.unit_id::text;
    ANALYZE coded;
    PERFORM cases_pyramid_add_cases();
    PERFORM cases_pyramid_add_squares();
    PERFORM cases_pyramid_add_groups();
END $$;

CREATE OR REPLACE FUNCTION cases_pyramid_add_cases() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Of cases that are alike in everything, any will do.
    DELETE FROM cases_pyramid_case WHERE ctid IN (
        SELECT alike.ctid FROM coded c, LATERAL (
            SELECT p.ctid FROM cases_pyramid_case p
            WHERE p.city = c.city AND p.tile_key = c.tile_key AND p.x = c.x AND p.y = c.y
                AND p.day = c.day AND p.class = c.class AND p.state = c.state
                AND p.district = c.district AND p.street = c.street AND p.source = c.source
                AND p.organization = c.organization AND p.unit = c.unit
            LIMIT -c.n
        ) alike
        WHERE c.n < 0
    );
    INSERT INTO cases_pyramid_case
    SELECT tile_key, x, y, city, day, class, state, district, street, source, organization, unit,
        open
    FROM coded, generate_series(1, n)
    WHERE n > 0 ORDER BY city, tile_key;
END $$;

-- The changes of the pyramid's squares, month by month: `changed`.
CREATE OR REPLACE FUNCTION cases_pyramid_collect() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE changed ON COMMIT DROP AS
    SELECT c.city, 18::smallint AS level, d.dimension::smallint, d.value, c.tile_key >> 8 AS key,
        c.month, sum(c.n) AS count, coalesce(sum(c.n) FILTER (WHERE c.open), 0) AS open,
        sum(c.n::bigint * c.x) AS x, sum(c.n::bigint * c.y) AS y
    FROM coded c, LATERAL (VALUES
        (0, 0::smallint), (1, c.class), (2, c.state), (3, c.district), (4, c.street), (5, c.source),
        (6, c.organization), (6, CASE WHEN c.unit <> c.organization THEN c.unit END)
    ) d (dimension, value)
    WHERE d.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
    FOR finer IN REVERSE 18..16 BY 2 LOOP
        INSERT INTO changed
        SELECT city, finer - 2, dimension, value, key >> 4, month, sum(count), sum(open), sum(x),
            sum(y)
        FROM changed WHERE level = finer GROUP BY 1, 2, 3, 4, 5, 6;
    END LOOP;
END $$;

-- What stood in the touched squares, taken apart into its months; the sums of places go with the
-- first of them.
CREATE OR REPLACE FUNCTION cases_pyramid_take_apart() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changed
    SELECT city, level, dimension, value, key, s.months[i],
        s.counts[i] - coalesce(s.counts[i - 1], 0), s.opens[i] - coalesce(s.opens[i - 1], 0),
        CASE WHEN i = 1 THEN s.x ELSE 0 END, CASE WHEN i = 1 THEN s.y ELSE 0 END
    FROM touched JOIN cases_pyramid_square s USING (city, level, dimension, value, key),
        generate_subscripts(s.months, 1) i;
    DELETE FROM cases_pyramid_square s USING touched t
    WHERE s.city = t.city AND s.level = t.level AND s.dimension = t.dimension
        AND s.value = t.value AND s.key = t.key;
END $$;

CREATE OR REPLACE FUNCTION cases_pyramid_add_squares() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_pyramid_collect();
    ANALYZE changed;
    CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT DISTINCT city, level, dimension, value, key FROM changed;
    ANALYZE touched;
    IF EXISTS (SELECT FROM cases_pyramid_square) THEN
        PERFORM cases_pyramid_take_apart();
    END IF;
    INSERT INTO cases_pyramid_square
    SELECT city, level, dimension, value, key, max(so_far), sum(open), sum(x), sum(y),
        array_agg(month ORDER BY month), array_agg(so_far::integer ORDER BY month),
        array_agg(open_so_far::integer ORDER BY month)
    FROM (
        SELECT city, level, dimension, value, key, month, count, open, x, y,
            sum(count) OVER life AS so_far, sum(open) OVER life AS open_so_far,
            sum(count) OVER square AS in_all
        FROM (
            SELECT city, level, dimension, value, key, month, sum(count) AS count,
                sum(open) AS open, sum(x) AS x, sum(y) AS y
            FROM changed GROUP BY 1, 2, 3, 4, 5, 6
        ) by_month
        WINDOW square AS (PARTITION BY city, level, dimension, value, key),
            life AS (PARTITION BY city, level, dimension, value, key ORDER BY month)
    ) summed
    WHERE in_all > 0
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5;
END $$;

-- Fold what was appended; returns how many rows that were. 0 too where somebody else is folding.
CREATE OR REPLACE FUNCTION cases_fold_pyramid() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    folded bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('cases_fold_pyramid')) THEN
        RETURN 0;
    END IF;
    CREATE TEMP TABLE taken (LIKE cases_delta) ON COMMIT DROP;
    -- All that is visible: a case that left is then never seen without the same case that came.
    WITH gone AS (
        DELETE FROM cases_delta RETURNING *
    ), alike AS (
        INSERT INTO taken
        SELECT city_id, tile_key, x, y, reported_at, case_class_id, state, district_code,
            street_code, source, organization_id, unit_id, sum(n)
        FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 HAVING sum(n) <> 0
    )
    SELECT count(*) INTO folded FROM gone;
    IF folded > 0 THEN
        PERFORM cases_pyramid_add_taken();
    END IF;
    DROP TABLE IF EXISTS taken, coded, changed, touched;
    RETURN folded;
END $$;

-- Forget the pyramid and make it anew from the cases. The caller's transaction is REPEATABLE READ:
-- what others append meanwhile stays in cases_delta and counts on top of what this one sees.
CREATE OR REPLACE FUNCTION cases_rebuild_pyramid() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'repeatable read' THEN
        RAISE 'cases_rebuild_pyramid needs a REPEATABLE READ transaction';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('cases_fold_pyramid'));
    DELETE FROM cases_delta;
    DELETE FROM cases_pyramid_case;
    DELETE FROM cases_pyramid_square;
    DELETE FROM cases_pyramid_group;
    INSERT INTO cases_delta
    SELECT city_id, tile_key, square_of_zoom_26(ST_X(geom_3857)), square_of_zoom_26(-ST_Y(geom_3857)),
        reported_at, case_class_id, state, district_code, street_code, source,
        organization_id, unit_id, 1
    FROM cases_case WHERE tile_key IS NOT NULL;
    RETURN cases_fold_pyramid();
END $$;
