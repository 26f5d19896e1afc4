"""The city of a tile, kept between requests for as long as its row is the same one.

A city's row changes a few times a year and is needed for every tile. Whether it did is asked in the
same statement as the tile's version: each version of a row has a place and a
transaction of its own.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import CharField
from django.db.models.expressions import RawSQL
from rest_framework.request import Request

from grids.api.params import city_from
from grids.models import City

_VERSION: Final = "xmin::text || ' ' || ctid::text"
ROW_VERSION: Final = f"(SELECT {_VERSION} FROM grids_city WHERE id = %s)"  # noqa: S608

_kept: dict[str, City] = {}


class CityChanged(Exception):
    """The row that was kept is not the present one."""


def kept_city(request: Request) -> City:
    """Return the city that `city=` names, perhaps as it was; `check` says whether it still is so.

    Raises CityUnknown.
    """
    city = _kept.get(request.query_params.get("city", ""))
    if city is None:
        named = city_from(request)
        version = RawSQL(_VERSION, [], output_field=CharField())  # noqa: S611 - our own words
        city = City.objects.annotate(row_version=version).get(pk=named.pk)
        _kept[city.slug] = city
    return city


def check(city: City, row_version: Any) -> None:
    """Raise CityChanged, and forget the city, where the row is not the one that was kept."""
    kept = getattr(city, "row_version", None)
    if kept is not None and kept != row_version:
        _kept.pop(city.slug, None)
        raise CityChanged
