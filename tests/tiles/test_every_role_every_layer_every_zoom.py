"""Every post looks at every layer at every zoom: decoded, its tiles hold what its lists hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.utils import timezone

from accounts.models import User
from cases.layers import SINGLE_FROM_ZOOM
from cases.models import Case
from cases.pyramid.bulk import fold
from departments.actors import actor_of
from departments.models import DutyGrid
from facilities.layers import MIN_ZOOM
from facilities.models import Facility, FacilityKind
from gis_core.actor import Actor
from gis_core.layers import registry
from gis_core.srid import WGS84
from grids.models import Cell, District, Street
from tests.departments.duties import hold, three_shifts
from tests.factories import POSTS, Cast
from tests.tiles.drawn import BOX, Feature, on_screen, placeless, scatter

ROLES: Final = [code for code, _ in POSTS] + ["nobody"]
ZOOMS: Final = range(19)
WHOLE_FROM_ZOOM: Final = 11
Truth = Callable[[Cast, Actor, int], set[Any]]


def codes(model: Any, cast: Cast) -> set[Any]:
    return set(model.objects.filter(city=cast.city).values_list("code", flat=True))


def districts(cast: Cast, actor: Actor, z: int) -> set[Any]:
    return codes(District, cast)


def streets(cast: Cast, actor: Actor, z: int) -> set[Any]:
    return codes(Street, cast) if z >= 8 else set()


def cells(cast: Cast, actor: Actor, z: int) -> set[Any]:
    return codes(Cell, cast) if z >= 13 else set()


def facilities(cast: Cast, actor: Actor, z: int) -> set[Any]:
    rows = Facility.objects.visible_to(actor).filter(city=cast.city)
    return {row.code for row in rows if z >= MIN_ZOOM[FacilityKind(row.kind)]}


def duty_grids(cast: Cast, actor: Actor, z: int) -> set[Any]:
    rows = DutyGrid.objects.visible_to(actor).filter(city=cast.city)
    return set(rows.values_list("code", flat=True)) if z >= 9 else set()


def cases(cast: Cast, actor: Actor, z: int) -> set[Any]:
    rows = Case.objects.filter(city=cast.city, place_known=True).visible_to(actor)
    return {str(key) for key in rows.values_list("pk", flat=True)}


TRUTHS: Final[dict[str, tuple[str, Truth]]] = {
    "districts": ("code", districts),
    "streets": ("code", streets),
    "cells": ("code", cells),
    "duty_grids": ("code", duty_grids),
    "facilities": ("code", facilities),
    "cases": ("id", cases),
}
"""Layer -> the attribute that names a feature, and who may see which, asked the plain way."""


def furnish(cast: Cast, boston: Any) -> None:
    """Something of everything on the ground, and the same of another city in the same place."""
    three_shifts(cast)
    hold(cast, ["430302001001001", "430302001001002"])
    hold(cast, ["430304001001001"], shift="night", by="yuhu-unit")
    scatter(cast, 60)
    placeless(cast, 4)
    fold()
    scatter(cast, 15, seed=8)
    some = Case.objects.all()[:6]
    rows = [case.pk for case in some]
    Case.objects.filter(pk=rows[0]).update(story=1)
    Case.objects.filter(pk=rows[1]).update(errand_for=cast.users["collector"])
    Case.objects.filter(pk=rows[2]).update(follower_ids=[cast.users["handler"].pk])
    Case.objects.filter(pk=rows[3]).update(co_organizations=[cast.organizations["yuhu-unit"].pk])
    lon, lat = BOX[0] + 0.0012, BOX[1] + 0.0007
    shapes = {
        FacilityKind.ROAD: LineString((lon, lat), (lon + 0.001, lat), srid=WGS84),
        FacilityKind.PARK: Polygon.from_bbox((lon, lat, lon + 0.0005, lat + 0.0005)),
    }
    for city in (cast.city, boston):
        for number, kind in enumerate(FacilityKind):
            shape = shapes.get(kind, Point(lon + number * 1e-4, lat, srid=WGS84))
            Facility.objects.create(city=city, kind=kind, code=f"{city.slug}-{number}", geom=shape)


def named(features: dict[int, Feature], attribute: str) -> set[Any]:
    return {feature.properties[attribute] for feature in features.values()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("layer", TRUTHS)
def test_a_tile_holds_what_the_account_s_list_holds(
    cast: Cast, boston: Any, layer: str, role: str
) -> None:
    furnish(cast, boston)
    user = cast.users.get(role) or User.objects.create(username="nobody", password="!")
    actor = actor_of(user, timezone.now())
    attribute, truth = TRUTHS[layer]
    allowed = set(registry.get(layer).attributes)
    for z in ZOOMS:
        found = on_screen(cast.client(user), layer, z)
        if layer == "cases" and z < SINGLE_FROM_ZOOM:
            counted = [feature.properties for feature in found.values()]
            assert sum(said["count"] for said in counted) == len(truth(cast, actor, z)), z
            assert all(set(said) == {"count", "open", "bin"} for said in counted)
        else:
            seen, there = named(found, attribute), truth(cast, actor, z)
            # This city is so small that its areas are less than a pixel from further off.
            assert seen <= there if z < WHOLE_FROM_ZOOM else seen == there, z
            assert all(set(f.properties) <= allowed for f in found.values())


def test_every_layer_stands_in_the_table_above() -> None:
    assert {layer.name for layer in registry} == set(TRUTHS)
