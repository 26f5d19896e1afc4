-- The pyramid of cases: exact counts per square of the web map, for any mix of filters and rights.
--
--   cases_delta          what writers appended and nobody folded yet: +n or -n cases that are alike
--   cases_pyramid_code   small numbers for the keys and codes of classes, states, districts …
--   cases_pyramid_case   one narrow row for each folded case with a place
--   cases_pyramid_square folded counts per square and one value of one dimension, month by month
--   cases_pyramid_group  folded counts per square and one value of each dimension, day by day
--                        (pyramid_groups.sql)
--
-- A count is what was folded plus what was not, read in one statement and so in one snapshot.
-- Writers append to cases_delta alone; the others are written by the fold, one at a time.

CREATE TABLE cases_delta (
    city_id uuid NOT NULL,
    tile_key bigint NOT NULL,
    x integer NOT NULL,          -- column and row of the point among the squares of zoom 26
    y integer NOT NULL,
    reported_at timestamptz NOT NULL,
    case_class_id uuid NOT NULL,
    state text NOT NULL,
    district_code text NOT NULL,
    street_code text NOT NULL,
    source text NOT NULL,
    organization_id uuid,
    unit_id uuid,
    n integer NOT NULL
);

CREATE TABLE cases_pyramid_code (
    kind text NOT NULL,
    value text NOT NULL,
    number smallint NOT NULL GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (kind, value) INCLUDE (number)
);

CREATE TABLE cases_pyramid_case (
    tile_key bigint NOT NULL,
    x integer NOT NULL,
    y integer NOT NULL,
    city smallint NOT NULL,
    day smallint NOT NULL,       -- days since 2000-01-01, in the city's own zone
    class smallint NOT NULL,
    state smallint NOT NULL,
    district smallint NOT NULL,
    street smallint NOT NULL,
    source smallint NOT NULL,
    organization smallint NOT NULL,  -- 0 = none
    unit smallint NOT NULL,
    open boolean NOT NULL
);
CREATE INDEX cases_pyramid_case_place ON cases_pyramid_case (city, tile_key);

-- Dimensions: 0 all, 1 class, 2 state, 3 district, 4 street, 5 source, 6 organisation or unit.
-- `counts[i]` is the number of cases up to and in the month `months[i]` (12 × year + month - 1), so
-- that a span of months is one difference.
CREATE TABLE cases_pyramid_square (
    city smallint NOT NULL,
    level smallint NOT NULL,
    dimension smallint NOT NULL,
    value smallint NOT NULL,
    key bigint NOT NULL,
    count integer NOT NULL,
    open integer NOT NULL,
    x bigint NOT NULL,           -- sums over the cases
    y bigint NOT NULL,
    months smallint[] NOT NULL,
    counts integer[] NOT NULL,
    opens integer[] NOT NULL,
    PRIMARY KEY (city, level, dimension, value, key)
);

-- What everybody agrees on about a state: whether somebody still owes the case something.
CREATE FUNCTION case_is_open(state text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT state NOT IN ('closed', 'settled', 'refused', 'voided', 'merged', 'answered', 'self_handled')
$$;

-- Days since 2000-01-01, and 12 × year + month - 1; what is further off than a smallint reaches
-- (before 1910-04-15, after 2089-09-18) counts to the last one.
CREATE FUNCTION pyramid_day(day date) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT least(greatest(day - date '2000-01-01', -32768), 32767)::smallint
$$;

CREATE FUNCTION pyramid_month(day date) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT least(greatest(
        extract(year FROM day) * 12 + extract(month FROM day) - 1, -32768), 32767)::smallint
$$;
