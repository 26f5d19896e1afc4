-- Morton keys: `tile_column` takes the column out of one (the row is the column of key >> 1),
-- `morton` puts column and row together.
CREATE FUNCTION tile_column(key bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    x bigint := key & x'5555555555555555'::bigint;
BEGIN
    x := (x | (x >> 1)) & x'3333333333333333'::bigint;
    x := (x | (x >> 2)) & x'0f0f0f0f0f0f0f0f'::bigint;
    x := (x | (x >> 4)) & x'00ff00ff00ff00ff'::bigint;
    x := (x | (x >> 8)) & x'0000ffff0000ffff'::bigint;
    RETURN (x | (x >> 16)) & x'00000000ffffffff'::bigint;
END $$;

CREATE FUNCTION morton_spread(n bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    x bigint := n;
BEGIN
    x := (x | (x << 16)) & x'0000ffff0000ffff'::bigint;
    x := (x | (x << 8)) & x'00ff00ff00ff00ff'::bigint;
    x := (x | (x << 4)) & x'0f0f0f0f0f0f0f0f'::bigint;
    x := (x | (x << 2)) & x'3333333333333333'::bigint;
    RETURN (x | (x << 1)) & x'5555555555555555'::bigint;
END $$;

CREATE FUNCTION morton(x bigint, y bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (morton_spread(y) << 1) | morton_spread(x)
$$;
