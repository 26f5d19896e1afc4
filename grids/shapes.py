"""Districts and streets as they are drawn from afar: each level simplified as one coverage.

A border that two areas share is simplified once, for both, so no crack opens between them
(`shapely.coverage_simplify`: Visvalingam-Whyatt over the edges of a coverage).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np
import shapely
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from gis_core.db.functions import Gridded
from gis_core.geometry import Geometries
from gis_core.srid import WEB_MERCATOR
from gis_core.tile import SHARP_FROM_ZOOM, SLACK_PX, pixel_m
from grids.models import District, Generation, Shape, ShapeLevel, Street

ZOOMS: Final = {
    ShapeLevel.DISTRICT: range(SHARP_FROM_ZOOM),
    ShapeLevel.STREET: range(8, SHARP_FROM_ZOOM),
}
"""Level -> the zooms for which it is simplified: from where its layer begins."""

_MODELS: Final[dict[ShapeLevel, type[models.Model]]] = {
    ShapeLevel.DISTRICT: District,
    ShapeLevel.STREET: Street,
}
_BATCH_ROWS: Final = 5_000


def drawn_at(level: ShapeLevel, z: int) -> Combinable:
    """Return what is drawn of an area at a zoom: its shape, or itself where there is none.

    Below the zooms of its level, corner by corner, so that neighbours still meet.
    """
    if z >= SHARP_FROM_ZOOM:
        return F("geom_3857")
    first = ZOOMS[level].start
    stored = Shape.objects.filter(area=OuterRef("pk"), zoom=max(z, first)).values("geom_3857")
    shape = Coalesce(
        Subquery(stored), F("geom_3857"), output_field=GeometryField(srid=WEB_MERCATOR)
    )
    return shape if z >= first else Gridded(shape, SLACK_PX * pixel_m(z))


def draw_missing(at: datetime) -> int:
    """Simplify what of the networks in force, now or later, is not; returns the shapes made.

    What belongs to networks that have ended is thrown away.
    """
    Shape.objects.filter(generation__valid_to__lte=at).delete()
    in_force = Generation.objects.filter(valid_from__isnull=False)
    living = in_force.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))
    return sum(_draw(generation) for generation in living if _lacking(generation))


def _lacking(generation: Generation) -> list[ShapeLevel]:
    """The levels that have areas and no shapes; a level has all of its shapes or none."""
    there = set(generation.shapes.order_by().values_list("level", flat=True).distinct())
    return [
        level
        for level, model in _MODELS.items()
        if level not in there and model._default_manager.filter(generation=generation).exists()
    ]


def _draw(generation: Generation) -> int:
    with transaction.atomic():
        # The lock of sql/network.sql, an empty update: what is read now stays until the commit.
        Generation.objects.filter(pk=generation.pk).update(number=F("number"))
        return sum(_draw_level(generation, level) for level in _lacking(generation))


def _draw_level(generation: Generation, level: ShapeLevel) -> int:
    rows = _MODELS[level]._default_manager.filter(generation=generation).order_by("pk")
    keys, stored = zip(*rows.values_list("pk", "geom_3857"), strict=True)
    areas = shapely.from_wkb([bytes(shape.wkb) for shape in stored])
    shapes = [
        Shape(area=key, zoom=z, generation=generation, level=level, geom_3857=_geos(shape))
        for z in ZOOMS[level]
        for key, shape in zip(keys, simplified(areas, z), strict=True)
    ]
    return len(Shape.objects.bulk_create(shapes, batch_size=_BATCH_ROWS))


def simplified(areas: Geometries, z: int) -> Geometries:
    """Return the areas (EPSG:3857) as they are drawn at a zoom, in the same order.

    Areas that are no coverage, because borders cross or a corner is missing on one side, are
    returned as they are: simplified, they would not meet.
    """
    if not shapely.coverage_is_valid(areas):
        return areas
    return np.asarray(shapely.coverage_simplify(areas, SLACK_PX * pixel_m(z)))


def _geos(shape: shapely.Geometry) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=WEB_MERCATOR)
