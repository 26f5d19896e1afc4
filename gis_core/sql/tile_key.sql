-- The square of the web map at zoom 22 (about 9.5 m at the equator) that holds a WGS 84 point, as a
-- Morton key: the bits of row and column interleaved, row first. Shifted right by two bits it names
-- the square that holds it one zoom up, so every square of every zoom is one contiguous range of keys.
-- Latitudes beyond the map's edge count to its last row.
CREATE OR REPLACE FUNCTION tile_key_of(point geometry) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    side CONSTANT float8 := 4194304;  -- squares along one side at zoom 22
    x bigint := floor((ST_X(point) / 360 + 0.5) * side);
    y bigint := floor((0.5 - asinh(tan(radians(ST_Y(point)))) / (2 * pi())) * side);
BEGIN
    x := least(greatest(x, 0), 4194303);
    y := least(greatest(y, 0), 4194303);
    x := (x | (x << 16)) & x'0000ffff0000ffff'::bigint;
    y := (y | (y << 16)) & x'0000ffff0000ffff'::bigint;
    x := (x | (x << 8)) & x'00ff00ff00ff00ff'::bigint;
    y := (y | (y << 8)) & x'00ff00ff00ff00ff'::bigint;
    x := (x | (x << 4)) & x'0f0f0f0f0f0f0f0f'::bigint;
    y := (y | (y << 4)) & x'0f0f0f0f0f0f0f0f'::bigint;
    x := (x | (x << 2)) & x'3333333333333333'::bigint;
    y := (y | (y << 2)) & x'3333333333333333'::bigint;
    x := (x | (x << 1)) & x'5555555555555555'::bigint;
    y := (y | (y << 1)) & x'5555555555555555'::bigint;
    RETURN (y << 1) | x;
END
$$;
