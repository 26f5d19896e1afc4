"""Building blocks of every feature model: keys, stored twins that tiles read, dated rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self, TypeVar

from django.contrib.gis.db import models as gis
from django.contrib.gis.db.models.functions import Transform
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q

from gis_core.db.functions import FeatureIdOf, LabelPointOf, TileKeyOf
from gis_core.ids import uuid7
from gis_core.srid import WEB_MERCATOR

M = TypeVar("M", bound=models.Model)


class UUIDModel(models.Model):
    """A row whose key can be made by any client or city and never clashes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


def mercator_twin(
    output_field: gis.GeometryField[Any, Any], source: str = "geom"
) -> models.GeneratedField:
    """Return a stored column with the geometry in EPSG:3857, which tiles read by its index."""
    return models.GeneratedField(
        expression=Transform(source, WEB_MERCATOR), output_field=output_field, db_persist=True
    )


def label_twin(source: str = "geom") -> models.GeneratedField:
    """Return a stored column with the point where a polygon's name stands best (EPSG:3857).

    NULL for what is no polygon.
    """
    return models.GeneratedField(
        expression=LabelPointOf(source),
        output_field=gis.PointField(srid=WEB_MERCATOR, null=True, spatial_index=False),
        db_persist=True,
    )


def feature_id_twin() -> models.GeneratedField:
    """Return a stored integer that names the row in vector tiles, which know no UUID."""
    return models.GeneratedField(
        expression=FeatureIdOf("id"), output_field=models.BigIntegerField(), db_persist=True
    )


def tile_key_twin(source: str = "geom") -> models.GeneratedField:
    """Return a stored column that names the smallest square of the web map holding a point."""
    return models.GeneratedField(
        expression=TileKeyOf(source),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )


class DatedQuerySet(models.QuerySet[M]):
    """Rows with `valid_from` (inclusive) and `valid_to` (exclusive; NULL = still valid)."""

    def valid_at(self, at: datetime) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


def partly(model: type[M], **columns: object) -> M:
    """Return a row of which a statement read these columns; the others are read when asked for."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in columns]
    return model.from_db(DEFAULT_DB_ALIAS, names, [columns[name] for name in names])
