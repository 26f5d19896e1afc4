"""地理编码: the city's own gazetteer, so that a place is found without anybody's map service.

Districts, streets, communities, roads and named facilities are derived from the city's rows and
made anew by `rebuild`; crossings and landmarks are given by whoever loads them, and stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Length

from facilities.models import Place, PlaceKind
from facilities.names import folded, initials_of
from grids.models import City

WEIGHTS: Final[dict[str, int]] = {
    PlaceKind.DISTRICT: 90,
    PlaceKind.STREET: 80,
    PlaceKind.ROAD: 70,
    PlaceKind.LANDMARK: 65,
    PlaceKind.CROSSING: 60,
    PlaceKind.COMMUNITY: 50,
    PlaceKind.FACILITY: 40,
}
"""Kind -> which of two equally good matches comes first."""

GIVEN: Final = (PlaceKind.CROSSING, PlaceKind.LANDMARK)
"""Kinds that nobody can derive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place to be: `context` says where it is, to tell it from another of the same name."""

    kind: PlaceKind
    name: str
    point: Point
    name_en: str = ""
    context: str = ""


def add_places(city: City, entries: Iterable[Entry]) -> int:
    """Add entries to the city's gazetteer, as they come; return how many."""
    rows = [_place(city, entry) for entry in entries if folded(entry.name)]
    return len(Place.objects.bulk_create(rows, batch_size=2000))


@transaction.atomic
def replace_places(city: City, kinds: Iterable[PlaceKind], entries: Iterable[Entry]) -> int:
    """Put entries in the place of all that the city has of these kinds; return how many.

    One at a time per city: a second call waits for the first, and then replaces its rows.
    """
    City.objects.select_for_update(no_key=True).get(pk=city.pk)
    Place.objects.filter(city=city, kind__in=list(kinds)).delete()
    return add_places(city, entries)


def search(city: City, wanted: str, *, at_most: int) -> list[Place]:
    """Return the places that a few typed characters may mean, best first.

    A part of the Chinese or English name, or of its pinyin initials; the whole name comes before
    its beginning, and that before any other part. One scan of the city's places: no index helps
    with one or two Chinese characters, and a city has some ten thousand.
    """
    key = folded(wanted)
    if not key:
        return []
    fits = Q(key__contains=key)
    ranks = [
        When(Q(key=key) | Q(key__startswith=f"{key} ") | Q(key__endswith=f" {key}"), then=0),
        When(key__startswith=key, then=1),
    ]
    if key.isascii():
        fits |= Q(initials__contains=key)
        ranks += [When(initials=key, then=1), When(initials__startswith=key, then=2)]
    rank = Case(*ranks, default=Value(3), output_field=IntegerField())
    rows = Place.objects.filter(fits, city=city)
    return list(rows.order_by(rank, "-weight", Length("name"), "name", "context", "pk")[:at_most])


def _place(city: City, entry: Entry) -> Place:
    return Place(
        city=city,
        kind=entry.kind,
        name=entry.name,
        name_en=entry.name_en,
        # A space never comes out of folding, so no match runs from one name into the other.
        key=f"{folded(entry.name)} {folded(entry.name_en)}".strip(),
        initials=initials_of(entry.name),
        context=entry.context,
        weight=WEIGHTS[entry.kind],
        geom=entry.point,
    )
