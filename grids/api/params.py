"""Parameters that every list about a city takes, read once and documented once."""

from typing import Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from gis_core.datum import Datum
from gis_core.errors import CityUnknown
from gis_core.params import text
from grids.models import City

CITY: Final = OpenApiParameter("city", str, required=True, description="slug of the city")
BBOX: Final = OpenApiParameter(
    "bbox", str, description="west,south,east,north in WGS 84 degrees", many=False
)
POSITION: Final = (
    OpenApiParameter("lon", float, required=True, description="degrees of `datum`"),
    OpenApiParameter("lat", float, required=True, description="degrees of `datum`"),
    OpenApiParameter(
        "datum",
        str,
        enum=[str(datum) for datum in Datum],
        description="what lon and lat are in; the city's default where absent",
    ),
)


def city_from(request: Request) -> City:
    """Return the city that `city=` names, or raise CityUnknown."""
    slug = text(request.query_params, "city", at_most=50)
    if not slug:
        raise CityUnknown(city="")
    return City.named(slug)
