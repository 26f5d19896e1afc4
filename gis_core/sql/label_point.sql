-- Where a polygon's name stands best: the middle of the largest circle that fits inside, EPSG:3857.
-- NULL for what is no polygon. The input is EPSG:4326.
--
-- The search begins with squares as wide as the shape is narrow, so a shape a hundred times as long
-- as it is narrow would take for ever; it and whatever else the search misses gets any inner point.
CREATE FUNCTION label_point_of(shape geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    drawn geometry;
    width float8;
    height float8;
    middle geometry;
BEGIN
    IF GeometryType(shape) NOT IN ('POLYGON', 'MULTIPOLYGON') OR ST_IsEmpty(shape) THEN
        RETURN NULL;
    END IF;
    drawn := ST_Transform(shape, 3857);
    width := ST_XMax(drawn) - ST_XMin(drawn);
    height := ST_YMax(drawn) - ST_YMin(drawn);
    IF greatest(width, height) < 100 * least(width, height) THEN
        middle := (ST_MaximumInscribedCircle(drawn)).center;
        IF ST_Intersects(middle, drawn) THEN
            RETURN middle;
        END IF;
    END IF;
    RETURN ST_PointOnSurface(drawn);
END
$$;
