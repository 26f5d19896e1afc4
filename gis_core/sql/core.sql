-- A UUIDv7 (RFC 9562) whose time is `at` and whose other bits come from `seed`: the same row of the
-- same source always gets the same key, so that a second import finds the first one's rows.
CREATE OR REPLACE FUNCTION uuid7_of(at timestamptz, seed text) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (
        lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
        || '7' || substr(digest, 1, 3)
        || substr('89ab', 1 + get_byte(decode(substr(digest, 4, 2), 'hex'), 0) % 4, 1)
        || substr(digest, 6, 15)
    )::uuid
    FROM md5(seed) AS digest
$$;

-- A stable integer for a vector tile's feature, from the random end of its key: 52 bits, so that
-- JavaScript holds it exactly.
CREATE OR REPLACE FUNCTION feature_id_of(id uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || right(replace(id::text, '-', ''), 13))::bit(52)::bigint
$$;
