"""What lies where, for one point and for ten thousand: drawn areas that hold it, facilities near.

Points are arrays of WGS 84 degrees, NaN where the place is not known. Areas hold what lies on their
border, as `RoutingArea.objects.holding` says of one point.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from django.db import connection
from numpy.typing import NDArray

from departments.models import RoutingArea
from gis_core.srid import WGS84
from grids.models import City

Degrees = NDArray[np.float64]

_NEAR: Final = f"""
    SELECT p.n, min(ST_Distance(f.geom::geography, p.geom::geography))
    FROM (
        SELECT n, ST_SetSRID(ST_MakePoint(lon, lat), {WGS84}) AS geom
        FROM unnest(%(n)s::int[], %(lon)s::float8[], %(lat)s::float8[]) AS given(n, lon, lat)
    ) p
    JOIN facilities_facility f ON f.city_id = %(city)s AND f.kind = %(kind)s
        AND f.state <> 'removed' AND f.kind <> 'component'
        AND f.geom_3857 && ST_Expand(
            ST_Transform(p.geom, 3857), %(reach_m)s / cos(radians(ST_Y(p.geom))) * 1.01
        )
    GROUP BY p.n
"""  # noqa: S608 - put together from constants


def areas_holding(
    city: City, codes: Collection[str], lon: Degrees, lat: Degrees
) -> list[frozenset[str]]:
    """Return the codes of the drawn areas that hold each point."""
    found: list[set[str]] = [set() for _ in lon]
    known = ~np.isnan(lon)
    if not codes or not known.any():
        return [frozenset()] * len(found)
    west, east = float(lon[known].min()), float(lon[known].max())
    south, north = float(lat[known].min()), float(lat[known].max())
    around = Polygon.from_bbox((west, south, east, north))
    around.srid = WGS84
    rows = RoutingArea.objects.of(city).filter(code__in=codes, geom__bboverlaps=around)
    for code, geom in rows.values_list("code", "geom"):
        area = shapely.from_wkb(bytes(geom.wkb))
        shapely.prepare(area)
        for n in np.flatnonzero(shapely.intersects_xy(area, lon, lat)):
            found[n].add(code)
    return [frozenset(codes) for codes in found]


def metres_to(
    city: City, kinds: Mapping[str, int], lon: Degrees, lat: Degrees
) -> list[dict[str, float]]:
    """Return the metres to the nearest facility of each kind, where one is in its reach.

    Args:
        kinds: kind -> as far as anybody asks, in metres.
    """
    found: list[dict[str, float]] = [{} for _ in lon]
    known = np.flatnonzero(~np.isnan(lon))
    if not kinds or not len(known):
        return found
    given: dict[str, Any] = {
        "city": city.pk,
        "n": known.tolist(),
        "lon": lon[known].tolist(),
        "lat": lat[known].tolist(),
    }
    with connection.cursor() as cursor:
        for kind, reach_m in kinds.items():
            cursor.execute(_NEAR, {**given, "kind": kind, "reach_m": reach_m})
            for n, metres in cursor:
                found[n][kind] = metres
    return found
