-- What two photos have in common in their looks (see `cases/looks.py`): 64 bits in four bands of 16.
-- Where at most three bits differ, at least one band is equal, so that an index finds it.

-- The bands as numbers of their own: 65536 × the band's place + its value.
CREATE FUNCTION look_bands(look bigint) RETURNS int[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ARRAY[
        (look & 65535)::int,
        65536 + (look >> 16 & 65535)::int,
        131072 + (look >> 32 & 65535)::int,
        196608 + (look >> 48 & 65535)::int
    ]
$$;

CREATE FUNCTION look_apart(one bigint, other bigint) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT bit_count((one # other)::bit(64))::int
$$;

CREATE INDEX photo_look_bands ON cases_casephoto USING gin (look_bands(look))
WHERE look IS NOT NULL;
