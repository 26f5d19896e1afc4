"""One class per PostGIS or own SQL function that Django lacks."""

from datetime import datetime

from django.contrib.gis.db.models import PolygonField
from django.db.models import BigIntegerField, DateTimeField, F, Func, Value

from gis_core.srid import WEB_MERCATOR


class TileEnvelope(Func):
    """`ST_TileEnvelope(z, x, y)`: the tile's square in EPSG:3857."""

    function = "ST_TileEnvelope"
    arity = 3
    output_field = PolygonField(srid=WEB_MERCATOR)


class FeatureIdOf(Func):
    """`feature_id_of(uuid)` of gis_core/sql/core.sql: a stable 52-bit integer for tiles."""

    function = "feature_id_of"
    arity = 1
    output_field = BigIntegerField()


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
