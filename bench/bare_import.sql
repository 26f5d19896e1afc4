-- The cases of the staging table and their events by bare SQL: see bench/imports.py.
CREATE TEMP TABLE placed ON COMMIT DROP AS
SELECT s.*, uuid7_of(opened, 'boston/' || enquiry) AS id, p.geom, c.id AS cell, w.code AS street_code,
    d.code AS district_code
FROM (
    SELECT *,
        to_timestamp(open_dt, 'MM/DD/YYYY HH12:MI:SS AM')::timestamp
            AT TIME ZONE 'America/New_York' AS opened,
        to_timestamp(nullif(closed_dt, ''), 'MM/DD/YYYY HH12:MI:SS AM')::timestamp
            AT TIME ZONE 'America/New_York' AS closed,
        to_timestamp(nullif(target_dt, ''), 'MM/DD/YYYY HH12:MI:SS AM')::timestamp
            AT TIME ZONE 'America/New_York' AS due FROM staging
) s
LEFT JOIN LATERAL (
    SELECT ST_SetSRID(ST_MakePoint(lon::float8, lat::float8), 4326) AS geom
    WHERE (lon, lat) <> ('-71.0587', '42.3594')
) p ON true
LEFT JOIN grids_cell c ON c.generation_id = %(generation)s AND ST_Intersects(c.geom, p.geom)
LEFT JOIN grids_street w ON w.id = c.street_id
LEFT JOIN grids_district d ON d.id = w.district_id
WHERE p.geom IS NULL OR c.id IS NOT NULL;

ANALYZE placed, standards_caseclass, departments_organization;

INSERT INTO bare_case (id, number, outer_number, state, urgency, source, origin, place_known, datum,
    raw_lon, raw_lat, geom, snap_kind, snap_distance_m, district_code, street_code, community_code,
    place_text, road, problem_text, reported_at, received_at, accepted_at, filed_at, dispatched_at,
    closed_at, due_at, flags, fingerprint, case_class_id, cell_id, city_id, organization_id, unit_id)
SELECT p.id, enquiry, enquiry, CASE status WHEN 'Closed' THEN 'closed' ELSE 'dispatched' END,
    'normal', 'phone', 'imported', p.geom IS NOT NULL, 'wgs84', lon::float8, lat::float8, p.geom,
    CASE WHEN p.geom IS NULL THEN '' ELSE 'inside' END, CASE WHEN p.geom IS NULL THEN NULL ELSE 0 END,
    coalesce(district_code, ''), coalesce(street_code, ''), '', location, street, title, opened,
    now(), opened, opened, opened, closed, due, '{}', '', k.id, cell, %(city)s, o.id, u.id
FROM placed p
JOIN standards_caseclass k ON k.code = type
JOIN departments_organization o ON o.city_id = %(city)s AND o.code = department
JOIN departments_organization u ON u.city_id = %(city)s AND u.code = department || '/' || queue
ON CONFLICT DO NOTHING;

INSERT INTO bare_event (id, case_id, sequence, verb, from_state, to_state, at, recorded_at, post,
    organization_id, note, origin)
SELECT uuid7_of(step.at, p.id::text || sequence), p.id, sequence, verb, from_state, to_state,
    step.at, now(), '', CASE WHEN sequence > 1 THEN u.id END, '', 'imported'
FROM placed p
JOIN departments_organization u ON u.city_id = %(city)s AND u.code = department || '/' || queue
CROSS JOIN LATERAL (VALUES
    (1, 'collect', '', 'reported', opened),
    (2, 'adopt', 'reported', 'dispatched', opened),
    (3, 'adopt', 'dispatched', 'closed', closed)
) step (sequence, verb, from_state, to_state, at)
WHERE step.at IS NOT NULL
ON CONFLICT DO NOTHING;
