"""District, street and community: the coded, named polygons above the cells."""

from __future__ import annotations

from datetime import datetime
from typing import Self, TypeVar

from django.contrib.gis.db import models as gis
from django.db import models

from gis_core.actor import Actor
from gis_core.audit import tracked
from gis_core.models import UUIDModel, feature_id_twin, label_twin, mercator_twin
from gis_core.srid import WEB_MERCATOR, WGS84
from grids.models.city import City
from grids.models.generation import Generation


class Area(UUIDModel):
    """What district, street and community share: a coded, named polygon of one generation."""

    generation = models.ForeignKey(Generation, models.CASCADE)
    city = models.ForeignKey(City, models.PROTECT)
    code = models.CharField("编码", max_length=16)
    name = models.CharField("名称", max_length=80)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    generated = models.BooleanField("数据为生成", default=False)
    geom = gis.MultiPolygonField("范围", srid=WGS84, spatial_index=False)
    geom_3857 = mercator_twin(gis.MultiPolygonField(srid=WEB_MERCATOR))
    label_3857 = label_twin()
    feature_id = feature_id_twin()

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


def _area_meta_constraints(level: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["generation", "code"], name=f"{level}_code_once"),
    ]


N = TypeVar("N", bound=models.Model)


class NetworkQuerySet(models.QuerySet[N]):
    """Rows of the network by city and date."""

    def visible_to(self, actor: Actor) -> Self:
        """The network is no secret among those who have an account; others see none of it."""
        return self if actor.user_id is not None else self.none()

    def of(self, city: City, at: datetime) -> Self:
        """The rows of the generation in force in `city` at `at`; none where there is none."""
        return self.filter(generation__in=Generation.objects.of(city).valid_at(at))


@tracked("DistrictHistory", exclude=["geom_3857", "label_3857", "feature_id"])
class District(Area):
    """区: first level of the grid."""

    objects = NetworkQuerySet["District"].as_manager()

    class Meta(Area.Meta):
        verbose_name = "区"
        verbose_name_plural = "区"
        constraints = _area_meta_constraints("district")


@tracked("StreetHistory", exclude=["geom_3857", "label_3857", "feature_id"])
class Street(Area):
    """街道: second level of the grid. Its district is stored, never read from its code."""

    district = models.ForeignKey(District, models.CASCADE, related_name="streets")

    objects = NetworkQuerySet["Street"].as_manager()

    class Meta(Area.Meta):
        verbose_name = "街道"
        verbose_name_plural = "街道"
        constraints = _area_meta_constraints("street")


@tracked("CommunityHistory", exclude=["geom_3857", "label_3857", "feature_id"])
class Community(Area):
    """社区: groups a street's cells; a code of its own, no level of the grid."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="communities")

    objects = NetworkQuerySet["Community"].as_manager()

    class Meta(Area.Meta):
        verbose_name = "社区"
        verbose_name_plural = "社区"
        constraints = _area_meta_constraints("community")
