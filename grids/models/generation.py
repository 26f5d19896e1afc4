"""One dated state of a city's network."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from gis_core.audit import tracked
from gis_core.errors import NotFound
from gis_core.models import DatedQuerySet, UUIDModel
from grids.models.city import City


class NoNetwork(NotFound):
    code = "no_network"
    zh = "{what}还没有生效的网格。"
    en = "{what} has no network in force yet."


class GenerationQuerySet(DatedQuerySet["Generation"]):
    def of(self, city: City) -> Self:
        return self.filter(city=city)

    def current(self, city: City, at: datetime) -> Generation:
        """Return the generation in force, or raise NoNetwork."""
        found = self.of(city).valid_at(at).order_by("-valid_from").first()
        if found is None:
            raise NoNetwork(what=city.name)
        return found


@tracked("GenerationHistory")
class Generation(UUIDModel):
    """One dated state of a city's network; `valid_from` NULL = a draft."""

    city = models.ForeignKey(City, models.PROTECT, related_name="generations")
    number = models.PositiveIntegerField("代次")
    valid_from = models.DateTimeField("生效时间", null=True, blank=True)
    valid_to = models.DateTimeField("失效时间", null=True, blank=True)

    objects = GenerationQuerySet.as_manager()

    class Meta:
        verbose_name = "网格代次"
        verbose_name_plural = "网格代次"
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="generation_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.city} #{self.number}"
