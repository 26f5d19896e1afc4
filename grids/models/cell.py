"""The unit cell, third level of the grid."""

from __future__ import annotations

from typing import Self

from django.contrib.gis.db import models as gis
from django.contrib.gis.geos import Point
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from gis_core.audit import tracked
from gis_core.models import UUIDModel, feature_id_twin, label_twin, mercator_twin
from gis_core.srid import WEB_MERCATOR, WGS84
from grids.models.area import Community, NetworkQuerySet, Street
from grids.models.city import City
from grids.models.generation import Generation


class CellQuerySet(NetworkQuerySet["Cell"]):
    def urban(self) -> Self:
        """Without the large countryside cells, which stay out of per-cell rankings."""
        return self.filter(rural=False)

    def touching(self, point: Point) -> Self:
        """Cells that hold the point inside or on their border, lowest code first."""
        return self.filter(geom__intersects=point).order_by("code")


@tracked("CellHistory", exclude=["geom_3857", "label_3857", "feature_id"])
class Cell(UUIDModel):
    """单元网格: third level of the grid; about 100 m × 100 m, or large and `rural`.

    `sequence` is the number inside the community (or street, where a city has no communities).
    """

    generation = models.ForeignKey(Generation, models.CASCADE)
    city = models.ForeignKey(City, models.PROTECT)
    street = models.ForeignKey(Street, models.CASCADE, related_name="cells")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="cells")
    code = models.CharField("编码", max_length=16)
    sequence = models.PositiveIntegerField("顺序号")
    area_m2 = models.FloatField("面积（平方米）")
    rural = models.BooleanField("乡村", default=False)
    generated = models.BooleanField("数据为生成", default=False)
    geom = gis.PolygonField("范围", srid=WGS84)
    geom_3857 = mercator_twin(gis.PolygonField(srid=WEB_MERCATOR))
    label_3857 = label_twin()
    feature_id = feature_id_twin()

    objects = CellQuerySet.as_manager()

    class Meta:
        verbose_name = "单元网格"
        verbose_name_plural = "单元网格"
        ordering = ("code",)
        constraints = [
            # Deferrable, so that an edit may hand codes round among its cells.
            models.UniqueConstraint(
                fields=["generation", "code"],
                name="cell_code_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [GistIndex(fields=["geom_3857"], name="cell_tile")]

    def __str__(self) -> str:
        return self.code
