"""Rows of a city that are shown to those who work for it."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from gis_core.actor import Actor
from gis_core.models import DatedQuerySet
from grids.models import City

M = TypeVar("M", bound=models.Model)


class OfCityQuerySet(DatedQuerySet[M]):
    """Dated rows with a `city`."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows of every city in which the actor holds a post; an operator sees all."""
        if actor.is_operator:
            return self
        return self.filter(city__in={role.city_id for role in actor.roles})

    def of(self, city: City) -> Self:
        return self.filter(city=city)
