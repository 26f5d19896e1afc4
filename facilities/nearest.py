"""What is nearest to a point, with metres: the nearest toilet, park or gas payment point.

The index finds candidates in the plane of EPSG:3857, where order is right only among close
neighbours; metres are measured on the ellipsoid. So the last candidate's metres give a reach, and
everything within that reach is measured and sorted: the answer is exact.
"""

import math
from dataclasses import dataclass
from typing import Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point, Polygon
from django.db.models import F, Value

from facilities.models import Facility, FacilityQuerySet
from gis_core.db.functions import Metres, Nearness
from gis_core.srid import WEB_MERCATOR, WGS84

METRES_PER_DEGREE: Final = 110_574
"""Of latitude, at its shortest (the equator)."""

STRETCH_MARGIN: Final = 1.01
"""EPSG:3857 treats the ellipsoid as a sphere; its stretch differs from 1/cos by up to 0.7 %."""


@dataclass(frozen=True, slots=True)
class Found:
    """A facility and how far away it is, in metres on the ellipsoid."""

    facility: Facility
    distance_m: float

    @property
    def lon(self) -> float:
        return float(self.facility.geom.point_on_surface.x)

    @property
    def lat(self) -> float:
        return float(self.facility.geom.point_on_surface.y)


def nearest(rows: FacilityQuerySet, point: Point, *, at_most: int, radius_m: float) -> list[Found]:
    """Return the nearest of `rows` to a WGS 84 point, nearest first, within the radius.

    Two statements, both by the spatial index. Equally far ones come in the order of their codes.
    """
    here = Value(point, output_field=GeometryField(srid=WGS84))
    mercator = point.transform(WEB_MERCATOR, clone=True)
    there = Value(mercator, output_field=GeometryField(srid=WEB_MERCATOR))
    measured = rows.annotate(distance_m=Metres("geom", here))
    within = measured.filter(geom_3857__bboverlaps=reach_box(point, radius_m))
    candidates = within.order_by(Nearness("geom_3857", there)).values_list("distance_m", flat=True)
    metres = list(candidates[:at_most])
    if len(metres) == at_most:
        radius_m = min(radius_m, max(metres))
        within = measured.filter(geom_3857__bboverlaps=reach_box(point, radius_m))
    found = within.filter(distance_m__lte=radius_m).order_by(F("distance_m"), "code")
    return [Found(row, row.distance_m) for row in found[:at_most]]  # type: ignore[attr-defined]


def reach_box(point: Point, radius_m: float) -> Polygon:
    """Return the box in EPSG:3857 that surely holds everything within `radius_m` of the point."""
    farthest_lat = min(abs(point.y) + radius_m / METRES_PER_DEGREE, 85.0)
    reach = radius_m / math.cos(math.radians(farthest_lat)) * STRETCH_MARGIN
    x, y, *_ = point.transform(WEB_MERCATOR, clone=True).extent
    box = Polygon.from_bbox((x - reach, y - reach, x + reach, y + reach))
    box.srid = WEB_MERCATOR
    return box
