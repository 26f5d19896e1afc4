"""A tile shows what the same account may see, at every zoom, counts included."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from departments.actors import actor_of
from tests.factories import POSTS, Cast, member
from tests.tiles.drawn import on_screen, scatter

ROLES = [code for code, _ in POSTS]


def seen_by(cast: Cast, user: Any) -> set[str]:
    actor = actor_of(user, timezone.now())
    return {str(key) for key in Case.objects.visible_to(actor).values_list("id", flat=True)}


def drawn_for(cast: Cast, user: Any, z: int) -> set[str]:
    return {f.properties["id"] for f in on_screen(cast.client(user), "cases", z).values()}


def counted_for(cast: Cast, user: Any, z: int) -> int:
    return sum(f.properties["count"] for f in on_screen(cast.client(user), "cases", z).values())


@pytest.mark.parametrize("role", ROLES)
def test_each_post_is_drawn_exactly_what_it_may_see(cast: Cast, role: str) -> None:
    scatter(cast, 120)
    user = cast.users[role]
    seen = seen_by(cast, user)
    for z in (14, 17):
        assert drawn_for(cast, user, z) == seen
    for z in (0, 5, 10, 13):
        assert counted_for(cast, user, z) == len(seen)


def test_the_posts_above_do_not_all_see_the_same(cast: Cast) -> None:
    scatter(cast, 120)
    sizes = {role: len(seen_by(cast, cast.users[role])) for role in ROLES}
    assert sizes["leader"] == 120
    assert 0 < sizes["handler"] < sizes["dispatcher_sub"] < 120


def test_a_post_for_one_district_is_counted_that_district_alone(cast: Cast) -> None:
    cases = scatter(cast, 120)
    user = member(cast, "east", "leader", "bureau", area_codes=["430304"])
    east = {str(case.id) for case in cases if case.district_code == "430304"}
    assert drawn_for(cast, user, 15) == east
    assert counted_for(cast, user, 9) == len(east)


def test_an_account_without_a_post_sees_its_own_reports_alone(cast: Cast) -> None:
    cases = scatter(cast, 20)
    user = User.objects.create(username="new", password="!")
    assert drawn_for(cast, user, 15) == set()
    assert counted_for(cast, user, 10) == 0
    Case.objects.filter(pk=cases[3].pk).update(reporter_account=user)
    assert drawn_for(cast, user, 15) == {str(cases[3].pk)}
    assert counted_for(cast, user, 10) == 1


def test_a_post_that_ended_opens_nothing(cast: Cast) -> None:
    scatter(cast, 20)
    user = member(cast, "gone", "leader", "bureau", valid_to=timezone.now())
    assert counted_for(cast, user, 10) == 0


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("layer", ["districts", "streets", "cells"])
def test_the_network_is_drawn_for_every_account(cast: Cast, role: str, layer: str) -> None:
    drawn = on_screen(cast.client(role), layer, 15)
    expected = {
        "districts": set(cast.districts),
        "streets": set(cast.streets),
        "cells": set(cast.cells),
    }
    assert {f.properties["code"] for f in drawn.values()} == expected[layer]
