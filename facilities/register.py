"""部件普查: whether the register of components holds together, by what its dictionaries say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilities.models import Facility, FacilityKind
from gis_core.errors import Words
from grids.models import City


@dataclass(frozen=True, slots=True)
class BrokenComponent:
    """A registered component, and what is wrong with its ID."""

    code: str
    words: Words


def broken_components(city: City) -> Iterator[BrokenComponent]:
    """Yield every component of a city whose ID does not hold, in the order of their codes."""
    rows = Facility.objects.of(city).of_kind(FacilityKind.COMPONENT)
    rows = rows.select_related("city", "component_class__dictionary").defer("geom")
    for facility in rows.order_by("code").iterator(chunk_size=5_000):
        if (words := facility.id_problem()) is not None:
            yield BrokenComponent(facility.code, words)
