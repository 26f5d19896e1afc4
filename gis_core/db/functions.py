"""One class per PostGIS or own SQL function that Django lacks."""

from datetime import datetime
from typing import Any

from django.contrib.gis.db.models import GeometryField, PointField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateTimeField,
    F,
    FloatField,
    Func,
    IntegerField,
    Lookup,
    SmallIntegerField,
    Value,
)

from gis_core.srid import WEB_MERCATOR, WGS84


class X(Func):
    """`ST_X(point)`: the first coordinate, in the units of the point's SRID."""

    function = "ST_X"
    arity = 1
    output_field = FloatField()


class Y(Func):
    """`ST_Y(point)`: the second coordinate, in the units of the point's SRID."""

    function = "ST_Y"
    arity = 1
    output_field = FloatField()


class MercatorPoint(Func):
    """`ST_Point(x, y, 3857)` of two numbers in metres of EPSG:3857."""

    function = "ST_Point"
    template = "%(function)s(%(expressions)s, 3857)"
    arity = 2
    output_field = PointField(srid=WEB_MERCATOR)


class FeatureIdOf(Func):
    """`feature_id_of(uuid)` of gis_core/sql/core.sql: a stable 52-bit integer for tiles."""

    function = "feature_id_of"
    arity = 1
    output_field = BigIntegerField()


class TileKeyOf(Func):
    """`tile_key_of(geometry)` of gis_core/sql/tile_key.sql: the key of a WGS 84 point's square."""

    function = "tile_key_of"
    arity = 1
    output_field = BigIntegerField()


class LabelPointOf(Func):
    """`label_point_of(geometry)` of gis_core/sql/label_point.sql: where a polygon's name stands."""

    function = "label_point_of"
    arity = 1
    output_field = PointField(srid=WEB_MERCATOR, null=True)


class Simplified(Func):
    """`ST_Simplify(geometry, units, true)`: vertices that stray less from the line are left out.

    For what shares no border: neighbours would be simplified apart.
    """

    function = "ST_Simplify"
    template = "%(function)s(%(expressions)s, true)"
    arity = 2
    output_field = GeometryField(srid=WEB_MERCATOR)


class Gridded(Func):
    """`ST_SnapToGrid(geometry, units)`: each vertex by itself, so that neighbours still meet."""

    function = "ST_SnapToGrid"
    arity = 2
    output_field = GeometryField(srid=WEB_MERCATOR)


class IsAtLeast(Func):
    """Whether a column's geometry is a point, or `units` of its SRID wide or high."""

    template = (
        "(ST_Dimension(%(expressions)s) = 0"
        " OR ST_XMax(Box2D(%(expressions)s)) - ST_XMin(Box2D(%(expressions)s)) >= %(units)r"
        " OR ST_YMax(Box2D(%(expressions)s)) - ST_YMin(Box2D(%(expressions)s)) >= %(units)r)"
    )
    arity = 1
    output_field = BooleanField()

    def __init__(self, column: str, units: float) -> None:
        super().__init__(F(column), units=float(units))


class AtTimeZone(Func):
    """`timezone(zone, timestamp)`: the instant at which the clocks of a zone show `local`.

    `zone` is a column with a zone's name, `local` a time without one.
    """

    function = "timezone"
    arity = 2
    output_field = DateTimeField()

    def __init__(self, local: datetime, zone: F) -> None:
        shown = Func(Value(local.isoformat()), template="%(expressions)s::timestamp")
        super().__init__(zone, shown)


class Metres(Func):
    """`ST_Distance(a::geography, b::geography)`: metres on the ellipsoid between two WGS 84
    geometries of any type."""

    function = "ST_Distance"
    template = "%(function)s(%(expressions)s::geography)"
    arg_joiner = "::geography, "
    output_field = FloatField()
    arity = 2


class Nearness(Func):
    """`a <-> b`: planar distance in the units of their SRID. To be ordered by: a GiST index then
    gives the nearest rows first without looking at the others."""

    template = "(%(expressions)s)"
    arg_joiner = " <-> "
    output_field = FloatField()
    arity = 2


class InnerPoint(Func):
    """`ST_PointOnSurface(geometry)`: a point that surely lies inside; of an outer query's row too,
    which Django's own function does not take."""

    function = "ST_PointOnSurface"
    arity = 1
    output_field = PointField(srid=WGS84)


class Around(Func):
    """`ST_Expand(geometry, units)`: its box, larger by so many units of its SRID on every side."""

    function = "ST_Expand"
    arity = 2
    output_field = GeometryField(srid=WGS84)


class SquareOfZoom26(Func):
    """`square_of_zoom_26(metres)`: column (of x) or row (of -y) at zoom 26 of EPSG:3857 metres."""

    function = "square_of_zoom_26"
    arity = 1
    output_field = IntegerField()


class PlaceAmong(Func):
    """`width_bucket(n, sorted)`: how many of a sorted array of smallints are n or less."""

    template = "width_bucket(%(number)s::smallint, %(expressions)s)"
    output_field = IntegerField()

    def __init__(self, column: str, number: int) -> None:
        super().__init__(F(column), number=int(number))


class UpToMonth(Func):
    """The running total up to and in a month: `totals[i]` is the one of `months[i]`."""

    template = "COALESCE((%(expressions)s)], 0)"
    output_field = IntegerField()

    def __init__(self, totals: F, months: F, month: int) -> None:
        super().__init__(totals, months, arg_joiner=f")[width_bucket({int(month)}::smallint, ")


@SmallIntegerField.register_lookup
class AnyOf(Lookup):
    """`column = ANY(array)`: the array is a subquery, asked once however many rows there are."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_params, *right_params)
