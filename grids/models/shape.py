"""Areas of the network as they are drawn from afar."""

from __future__ import annotations

from django.contrib.gis.db import models as gis
from django.db import models

from gis_core.srid import WEB_MERCATOR
from grids.models.generation import Generation


class ShapeLevel(models.TextChoices):
    DISTRICT = "district", "区"
    STREET = "street", "街道"


class Shape(models.Model):
    """A district or street at a zoom, simplified together with its neighbours (`grids.shapes`).

    It follows from the areas: where one of them changes, the database deletes the whole level's
    (sql/shapes.sql), and the areas themselves are drawn until the level is simplified again.

    Attributes:
        area: key of a district or street.
    """

    pk = models.CompositePrimaryKey("area", "zoom")
    area = models.UUIDField()
    zoom = models.SmallIntegerField()
    generation = models.ForeignKey(Generation, models.CASCADE, related_name="shapes")
    level = models.CharField(max_length=8, choices=ShapeLevel)
    geom_3857 = gis.GeometryField(srid=WEB_MERCATOR, spatial_index=False)

    class Meta:
        verbose_name = "简化图形"
        verbose_name_plural = "简化图形"
        indexes = [models.Index(fields=["generation", "level"], name="shape_level")]

    def __str__(self) -> str:
        return f"{self.level} {self.area} z{self.zoom}"
