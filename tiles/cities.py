"""The city of a tile, kept between requests: its row changes a few times a year."""

from __future__ import annotations

from functools import partial
from typing import Final

from rest_framework.request import Request

from gis_core.kept import ROW_STATE, Stamp, remember, stamped
from grids.api.params import city_from
from grids.models import City

_CITY: Final = f"SELECT {ROW_STATE} FROM grids_city WHERE id = %s"  # noqa: S608 - our own words

_kept: dict[str, tuple[City, Stamp]] = {}


def kept_city(request: Request) -> tuple[City, Stamp]:
    """Return the city that `city=` names, perhaps as it was, and what tells whether it still is.

    Raises CityUnknown.
    """
    kept = _kept.get(request.query_params.get("city", ""))
    return _keep(city_from(request)) if kept is None else kept


def _keep(named: City) -> tuple[City, Stamp]:
    (stamp,) = stamped([(_CITY, (named.pk,))], partial(_kept.pop, named.slug, None))
    return remember(_kept, named.slug, (City.objects.get(pk=named.pk), stamp))
