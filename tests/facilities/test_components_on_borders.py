"""A component that a border of cells cuts is a warning, where the border could go round it."""

from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon

from facilities.cutting import components_cut
from facilities.models import Facility, FacilityKind, FacilityState
from gis_core.srid import WGS84
from grids.drafts.findings import findings_of
from grids.drafts.found import Severity
from tests.factories import Cast

BORDER = 112.903
"""Between cells 001 and 002, and 003 and 004, of 下摄司街道's community."""


def register(cast: Cast, geom: GEOSGeometry, **said: Any) -> Facility:
    geom.srid = WGS84
    fields = {"kind": FacilityKind.COMPONENT, "code": "lawn", **said}
    return Facility.objects.create(city=cast.city, geom=geom, **fields)


def lawn(west: float, east: float) -> Polygon:
    return Polygon.from_bbox((west, 27.8312, east, 27.8313))


def test_a_lawn_across_a_border_is_told_with_both_cells(cast: Cast) -> None:
    register(cast, lawn(BORDER - 0.0001, BORDER + 0.0002))
    (found,) = components_cut(cast.generation)
    assert (found.code, found.other) == ("430304001001002", "430304001001001")
    assert "lawn" in found.zh
    assert found.severity is Severity.WARNING
    assert [each.kind for each in findings_of(cast.generation)] == ["component_split"]


@pytest.mark.parametrize(
    "geom",
    [
        lawn(BORDER + 0.0001, BORDER + 0.0002),
        lawn(BORDER, BORDER + 0.0002),
        lawn(BORDER - 0.000001, BORDER + 0.0003),
        lawn(BORDER - 0.0006, BORDER + 0.0002),
        Point(BORDER, 27.8312),
    ],
    ids=["inside", "at the border", "a hair across", "too long for a cell", "a point"],
)
def test_what_no_border_cuts_or_none_could_spare_is_no_finding(
    cast: Cast, geom: GEOSGeometry
) -> None:
    register(cast, geom)
    assert list(components_cut(cast.generation)) == []


def test_a_fence_across_a_border_is_told_and_a_removed_one_is_not(cast: Cast) -> None:
    fence = LineString((BORDER - 0.0001, 27.8311), (BORDER + 0.0001, 27.8312))
    row = register(cast, fence)
    assert len(list(components_cut(cast.generation))) == 1
    row.state = FacilityState.REMOVED
    row.save()
    assert list(components_cut(cast.generation)) == []


def test_a_park_is_no_component(cast: Cast) -> None:
    register(cast, lawn(BORDER - 0.0001, BORDER + 0.0002), kind=FacilityKind.PARK)
    assert list(components_cut(cast.generation)) == []
