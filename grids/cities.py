"""The cities of this installation, each with the box that its network fills."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.db.models import Extent
from django.db.models import Q

from grids.models import City, District

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class CityCard:
    """A city and its extent: west, south, east, north in WGS 84 degrees; None = no network yet."""

    city: City
    bbox: Box | None


def city_cards(at: datetime) -> list[CityCard]:
    """Return every city with the extent of the network in force at `at`, in two queries."""
    boxes = _boxes(at)
    return [CityCard(city, boxes.get(city.pk)) for city in City.objects.all()]


def _boxes(at: datetime) -> dict[object, Box]:
    in_force = Q(generation__valid_from__lte=at) & (
        Q(generation__valid_to__isnull=True) | Q(generation__valid_to__gt=at)
    )
    rows = District.objects.filter(in_force).order_by().values("city_id")
    return {row["city_id"]: row["box"] for row in rows.annotate(box=Extent("geom"))}
