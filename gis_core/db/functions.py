"""One class per PostGIS or own SQL function that Django lacks."""

from django.contrib.gis.db.models import PolygonField
from django.db.models import BigIntegerField, Func

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
