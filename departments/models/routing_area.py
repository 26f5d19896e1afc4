"""Drawn areas: polygons that rules name where no district, street or cell is what they mean."""

from __future__ import annotations

from typing import Self

from django.contrib.gis.db import models as gis
from django.contrib.gis.geos import Point
from django.db import models

from gis_core.actor import Actor
from gis_core.audit import tracked
from gis_core.models import UUIDModel
from gis_core.srid import WGS84
from grids.models import City


class AreaOrigin(models.TextChoices):
    DRAWN = "drawn", "绘制"
    LEARNT = "learnt", "由历史归纳"


class RoutingAreaQuerySet(models.QuerySet["RoutingArea"]):
    def visible_to(self, actor: Actor) -> Self:
        """Areas are no secret among those who have an account; others see none of them."""
        return self if actor.user_id is not None else self.none()

    def of(self, city: City) -> Self:
        return self.filter(city=city)

    def holding(self, point: Point) -> Self:
        """Areas that hold a WGS 84 point inside or on their border: borders belong to both."""
        return self.filter(geom__intersects=point)


@tracked("RoutingAreaHistory")
class RoutingArea(UUIDModel):
    """A polygon with a code that rules name."""

    city = models.ForeignKey(City, models.CASCADE, related_name="routing_areas")
    code = models.CharField("编码", max_length=40)
    name = models.CharField("名称", max_length=160)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    origin = models.CharField("来源", max_length=8, choices=AreaOrigin, default=AreaOrigin.DRAWN)
    geom = gis.MultiPolygonField("范围", srid=WGS84)

    objects = RoutingAreaQuerySet.as_manager()

    class Meta:
        verbose_name = "派遣片区"
        verbose_name_plural = "派遣片区"
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="routing_area_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
