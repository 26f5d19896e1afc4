-- Does the pyramid say what a plain count says? Both answer with the number of differing rows, each
-- in one statement, so that writers may go on meanwhile.

-- Folded and appended cases against the cases themselves, alike in everything that is counted by.
CREATE FUNCTION cases_pyramid_wrong_cases() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM (
        SELECT FROM (
            SELECT c.city_id::text, tile_key, square_of_zoom_26(ST_X(geom_3857)),
                square_of_zoom_26(-ST_Y(geom_3857)),
                pyramid_day((reported_at AT TIME ZONE g.time_zone)::date), case_class_id::text,
                state::text, district_code::text, street_code::text, source::text,
                coalesce(organization_id::text, ''), coalesce(unit_id::text, ''), 1
            FROM cases_case c JOIN grids_city g ON g.id = c.city_id WHERE tile_key IS NOT NULL
            UNION ALL
            SELECT d.city_id::text, tile_key, x, y,
                pyramid_day((reported_at AT TIME ZONE g.time_zone)::date), case_class_id::text,
                state, district_code, street_code, source,
                coalesce(organization_id::text, ''), coalesce(unit_id::text, ''), -n
            FROM cases_delta d JOIN grids_city g ON g.id = d.city_id
            UNION ALL
            SELECT city.value, p.tile_key, p.x, p.y, p.day, class.value, state.value, district.value,
                street.value, source.value, coalesce(organization.value, ''),
                coalesce(unit.value, ''), -1
            FROM cases_pyramid_case p
            JOIN cases_pyramid_code city ON city.number = p.city
            JOIN cases_pyramid_code class ON class.number = p.class
            JOIN cases_pyramid_code state ON state.number = p.state
            JOIN cases_pyramid_code district ON district.number = p.district
            JOIN cases_pyramid_code street ON street.number = p.street
            JOIN cases_pyramid_code source ON source.number = p.source
            LEFT JOIN cases_pyramid_code organization ON organization.number = p.organization
            LEFT JOIN cases_pyramid_code unit ON unit.number = p.unit
            WHERE p.open = case_is_open(state.value)
        ) counted (city, tile_key, x, y, day, class, state, district, street, source, organization,
            unit, n)
        GROUP BY city, tile_key, x, y, day, class, state, district, street, source, organization, unit
        HAVING sum(n) <> 0
    ) differing
$$;

-- Each square of each dimension, month by month, against the folded cases.
CREATE FUNCTION cases_pyramid_wrong_squares() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM (
        SELECT FROM (
            SELECT p.city, l.level, d.dimension, d.value, p.tile_key >> (44 - 2 * l.level),
                pyramid_month(date '2000-01-01' + p.day), 1, p.open::integer, p.x::bigint, p.y::bigint
            FROM cases_pyramid_case p, (VALUES (14), (16), (18)) l (level), LATERAL (VALUES
                (0, 0::smallint), (1, p.class), (2, p.state), (3, p.district), (4, p.street),
                (5, p.source), (6, p.organization),
                (6, CASE WHEN p.unit <> p.organization THEN p.unit END)
            ) d (dimension, value) WHERE d.value IS NOT NULL
            UNION ALL
            SELECT s.city, s.level, s.dimension, s.value, s.key, s.months[i],
                coalesce(s.counts[i - 1], 0) - s.counts[i], coalesce(s.opens[i - 1], 0) - s.opens[i],
                0, 0
            FROM cases_pyramid_square s, generate_subscripts(s.months, 1) i
        ) counted (city, level, dimension, value, key, month, n, open, x, y)
        GROUP BY city, level, dimension, value, key, month HAVING sum(n) <> 0 OR sum(open) <> 0
    ) differing
$$;

-- The totals of a square are those of its last month, and its mark is where its cases are.
CREATE FUNCTION cases_pyramid_wrong_totals() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM cases_pyramid_square s
    WHERE s.count <> s.counts[cardinality(s.counts)] OR s.open <> s.opens[cardinality(s.opens)]
        OR (s.x / s.count) >> (26 - s.level) <> tile_column(s.key)
        OR (s.y / s.count) >> (26 - s.level) <> tile_column(s.key >> 1)
$$;
