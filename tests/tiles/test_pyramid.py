"""What is kept of the counts is what counting would give, whatever was written, in any order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases.filters import CASE_FILTERS
from cases.layers import CASES
from cases.models import Case, CaseDelta, PyramidCase, PyramidSquare, Source
from cases.pyramid.bulk import differences, fold, rebuild
from cases.states import ENDED, State, StateGroup
from departments.actors import actor_of
from gis_core.layers import registry
from gis_core.srid import WGS84
from tests.factories import POSTS, Cast, member
from tests.gis_core.test_cql2 import some_expression
from tests.tiles.drawn import BOX, Feature, covering, on_screen, placeless, scatter, tile

ROLES = [code for code, _ in POSTS]


def some_filters(cast: Cast, draw: random.Random) -> dict[str, str]:
    """Any mix of the filters, each with a value that some case has."""
    day = f"2026-0{draw.randint(3, 5)}-{draw.randint(1, 28):02}"
    values: dict[str, str] = {
        "class": draw.choice(["01001", "01", "03", "03002"]),
        "state": str(draw.choice(list(State))),
        "state_group": str(draw.choice(list(StateGroup))),
        "district": draw.choice(["430302", "430304"]),
        "street": draw.choice(sorted(cast.streets)),
        "source": str(draw.choice(list(Source))),
        "organization": str(draw.choice(list(cast.organizations.values())).pk),
        "from": draw.choice([day, "2026-04-01", "2020-01-01", "2026-04-03T07:30:00+08:00"]),
        "to": draw.choice([day, "2026-04-30", "2030-12-31", "2026-05-01T00:00:00Z"]),
        "filter": some_expression(cast, draw),
    }
    if draw.random() < 0.2:
        return {"filter": values["filter"]}
    return {
        name: values[name] for name in draw.sample(sorted(values), draw.choice([0, 1, 1, 2, 3]))
    }


def write_something(cast: Cast, draw: random.Random) -> None:
    """A case comes, moves, changes or goes; or several do in one statement."""
    some = Case.objects.filter(
        pk__in=draw.sample(list(Case.objects.values_list("pk", flat=True)), 3)
    )
    owner = cast.organizations[draw.choice(["yuhu", "yuetang", "water"])]
    writes: list[Any] = [
        lambda: scatter(cast, draw.randint(1, 5), seed=draw.random()),  # type: ignore[arg-type]
        lambda: some.placed().update(geom=_somewhere(draw)),
        lambda: some.update(state=str(draw.choice(list(State)))),
        lambda: some.update(organization=owner, source=str(draw.choice(list(Source)))),
        lambda: some.update(unit=cast.organizations["yuhu-unit"], urgency="urgent"),
        lambda: some.update(place_known=False, geom=None, cell=None),
        lambda: some.update(reporter_account=cast.users["handler"]),
        lambda: some.update(co_organizations=[cast.organizations["yuhu"].pk]),
        lambda: some.update(follower_ids=[cast.users["collector"].pk]),
        some.delete,
    ]
    draw.choice(writes)()


def _somewhere(draw: random.Random) -> Point:
    west, south, east, north = BOX
    at = round(draw.uniform(west, east), 7), round(draw.uniform(south, north), 7)
    return Point(*at, srid=WGS84)


def listed(cast: Cast, who: str, said: dict[str, str]) -> list[Case]:
    """The slow way: every row that the list gives."""
    rows = Case.objects.of(cast.city).visible_to(actor_of(cast.users[who], timezone.now()))
    for name, value in said.items():
        rows = CASE_FILTERS[name](rows, value)
    return list(rows)


def should_count(cast: Cast, who: str, said: dict[str, str]) -> int:
    return sum(1 for case in listed(cast, who, said) if case.geom is not None)


def drawn(cast: Cast, who: str, z: int, said: dict[str, str]) -> Iterator[Feature]:
    for at in covering(z):
        yield from tile(cast.client(who), "cases", at, **said)


@pytest.mark.parametrize("seed", range(12))
def test_the_sum_of_a_zoom_is_what_the_list_holds(cast: Cast, seed: int) -> None:
    draw = random.Random(seed)
    scatter(cast, 60)
    placeless(cast, 5)
    for _ in range(12):
        write_something(cast, draw)
        if draw.random() < 0.5:
            fold()
        who, z, said = draw.choice(ROLES), draw.randint(0, 13), some_filters(cast, draw)
        counted = sum(f.properties["count"] for f in drawn(cast, who, z, said))
        assert counted == should_count(cast, who, said), (who, z, said)
        beside = cast.client(who).get("/api/v1/cases/count", {"city": "xiangtan", **said}).json()
        rows = listed(cast, who, said)
        assert beside == {"count": len(rows), "unplaced": len(rows) - counted}, (who, said)
    fold()
    assert differences().are_none


@pytest.mark.parametrize("seed", range(8))
def test_each_square_is_what_counting_the_rows_gives(
    cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CASES.bins is not None
    by_rows = replace(CASES, bins=replace(CASES.bins, parts=None))
    draw = random.Random(seed)
    scatter(cast, 80, seed=seed)
    fold()
    scatter(cast, 20, seed=seed + 100)
    for _ in range(6):
        who, z, said = draw.choice(ROLES), draw.randint(0, 13), some_filters(cast, draw)
        kept = on_screen(cast.client(who), "cases", z, **said)
        with monkeypatch.context() as patched:
            patched.setitem(registry._layers, "cases", by_rows)
            counted = on_screen(cast.client(who), "cases", z, **said)
        assert {i: f.properties for i, f in kept.items()} == {
            i: f.properties for i, f in counted.items()
        }, (who, z, said)


def test_the_placeless_are_given_beside_the_map(cast: Cast) -> None:
    scatter(cast, 20)
    placeless(cast, 7)
    browser = cast.client("leader")
    beside = browser.get("/api/v1/cases/count?city=xiangtan").json()
    on_the_map = sum(f.properties["count"] for f in drawn(cast, "leader", 8, {}))
    assert on_the_map == beside["count"] - beside["unplaced"] == 20


def test_a_post_for_one_street_is_counted_that_street_alone(cast: Cast) -> None:
    cases = scatter(cast, 80)
    street = cases[0].street_code
    for scope, post, organization in (("city", "leader", "bureau"), ("unit", "handler", "yuhu")):
        user = member(cast, f"narrow-{scope}", post, organization, area_codes=[street])
        cast.users[user.username] = user
        for folded in (False, True):
            if folded:
                fold()
            counted = sum(f.properties["count"] for f in drawn(cast, user.username, 7, {}))
            assert counted == should_count(cast, user.username, {}) > 0


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_the_database_calls_the_same_states_open(state: State) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_is_open(%s)", [str(state)])
        assert cursor.fetchone() == (state not in ENDED,)


def test_folding_twice_changes_nothing(cast: Cast) -> None:
    scatter(cast, 40)
    assert fold() == 40
    kept = list(PyramidSquare.objects.order_by("pk").values())
    assert fold() == 0
    assert list(PyramidSquare.objects.order_by("pk").values()) == kept
    assert not CaseDelta.objects.exists()


def test_what_changes_nothing_that_is_counted_appends_nothing(cast: Cast) -> None:
    scatter(cast, 10)
    fold()
    Case.objects.update(place_text="路口")
    assert not CaseDelta.objects.exists()


def test_a_writer_appends_and_locks_nothing_that_another_needs(cast: Cast) -> None:
    scatter(cast, 30)
    fold()
    before = PyramidCase.objects.count()
    scatter(cast, 30, seed=9)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relation::regclass::text FROM pg_locks WHERE pid = pg_backend_pid()"
            " AND relation IS NOT NULL AND mode = 'RowExclusiveLock'"
        )
        written = {name for (name,) in cursor.fetchall()}
    assert "cases_delta" in written
    assert PyramidCase.objects.count() == before


@pytest.mark.parametrize(
    "fault",
    [
        "DELETE FROM cases_pyramid_case WHERE ctid = (SELECT min(ctid) FROM cases_pyramid_case)",
        "UPDATE cases_pyramid_case SET day = day + 40"
        " WHERE ctid = (SELECT min(ctid) FROM cases_pyramid_case)",
        "UPDATE cases_pyramid_square SET counts[1] = counts[1] + 1"
        " WHERE ctid = (SELECT max(ctid) FROM cases_pyramid_square)",
        "UPDATE cases_pyramid_square SET open = open + 1"
        " WHERE ctid = (SELECT max(ctid) FROM cases_pyramid_square)",
        "DELETE FROM cases_pyramid_group WHERE ctid = (SELECT max(ctid) FROM cases_pyramid_group)",
        "DELETE FROM cases_pyramid_group WHERE class = 0",
        "UPDATE cases_pyramid_group SET days[1] = days[1] - 1"
        " WHERE ctid = (SELECT max(ctid) FROM cases_pyramid_group)",
        "UPDATE cases_pyramid_group SET x = x / 2"
        " WHERE ctid = (SELECT max(ctid) FROM cases_pyramid_group)",
        "INSERT INTO cases_delta SELECT city_id, tile_key, 0, 0, reported_at, case_class_id,"
        " state, district_code, street_code, source, NULL, NULL, 1 FROM cases_case LIMIT 1",
    ],
)
def test_a_wrong_count_is_found(cast: Cast, fault: str) -> None:
    scatter(cast, 40)
    call_command("rebuild_pyramid", verify=True)
    with connection.cursor() as cursor:
        cursor.execute(fault)
    with pytest.raises(CommandError, match="differs"):
        call_command("rebuild_pyramid", verify=True)


@pytest.mark.django_db(transaction=True)
def test_a_pyramid_that_is_wrong_is_made_anew(cast: Cast) -> None:
    scatter(cast, 40)
    fold()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_pyramid_case; UPDATE cases_pyramid_square SET count = 9")
    scatter(cast, 5, seed=11)
    assert not differences().are_none
    assert rebuild() == 45
    assert differences().are_none
    assert sum(f.properties["count"] for f in drawn(cast, "leader", 9, {})) == 45


@pytest.mark.django_db(transaction=True)
def test_an_emptied_table_counts_nothing(cast: Cast) -> None:
    scatter(cast, 20)
    fold()
    scatter(cast, 5, seed=3)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_case CASCADE")
    assert not list(drawn(cast, "leader", 9, {}))
    assert differences().are_none
