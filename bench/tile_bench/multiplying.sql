-- More of every case, each up to some thirty metres from the first and in the same cell, with keys
-- of its own. What the map and its filters read is complete; a generated case has no number, no
-- events and no history. Run without triggers: the counts are made anew afterwards.
INSERT INTO cases_case (id, fingerprint, geom, {columns})
SELECT gen_random_uuid(), '{mark}',
       CASE WHEN ST_Covers(cell.geom, moved.geom) THEN moved.geom ELSE c.geom END, {values}
FROM cases_case c
CROSS JOIN generate_series(1, {more}) AS copy
LEFT JOIN grids_cell cell ON cell.id = c.cell_id
CROSS JOIN LATERAL (
    -- A place of its own for every row, on the grid of 1e-7 degrees that we store.
    SELECT ST_SnapToGrid(
        ST_Translate(c.geom, 0.0006 * (random() - 0.5), 0.0006 * (random() - 0.5)), 1e-7
    ) AS geom, copy
) moved
WHERE c.fingerprint <> '{mark}'
