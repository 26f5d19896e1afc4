"""Single cases: where they are, what they say, and that filters mean what the list means."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.filters import CASE_FILTERS
from cases.layers import CASES
from cases.models import Case
from cases.states import ENDED, State
from departments.actors import actor_of
from gis_core.layers import Viewing
from gis_core.tile import BUFFER, EXTENT, TileAddress
from tests.factories import NOW, Cast
from tests.tiles.drawn import (
    BOX,
    ask,
    case_at,
    covering,
    decoded,
    on_screen,
    placeless,
    scatter,
    steps_of,
    tile,
)
from tiles.mvt import TileRequest, drawn

SINGLE = 14


@pytest.mark.parametrize("z", [14, 16, 18])
def test_every_case_is_within_a_step_of_where_it_is(cast: Cast, z: int) -> None:
    cases = {case.feature_id: case for case in scatter(cast, 60)}
    seen = set()
    for address in covering(z):
        for feature in tile(cast.client("leader"), "cases", address):
            x, y = steps_of(cases[feature.id].geom, address)
            assert abs(feature.at[0] - x) <= 1
            assert abs(feature.at[1] - y) <= 1
            seen.add(feature.id)
    assert seen == set(cases)


def test_a_case_says_what_its_declaration_lists_and_nothing_else(cast: Cast) -> None:
    case = case_at(
        cast,
        BOX[0],
        BOX[1],
        number="2026050600001",
        due_at=NOW - timedelta(days=1),
        urgency="urgent",
    )
    (feature,) = tile(cast.client("leader"), "cases", TileAddress.containing(BOX[0], BOX[1], 16))
    assert feature.id == case.feature_id
    assert feature.type == "Point"
    assert feature.properties == {
        "id": str(case.id),
        "number": "2026050600001",
        "state": "handling",
        "state_group": "open",
        "class_code": "03001",
        "class_name": "店外经营",
        "urgency": "urgent",
        "overdue": True,
    }


def test_only_what_is_open_and_late_is_overdue(cast: Cast) -> None:
    scatter(cast, 80)
    cast.city.figures_at = NOW
    cast.city.save()
    late = {
        feature.id
        for feature in on_screen(cast.client("leader"), "cases", SINGLE).values()
        if feature.properties["overdue"]
    }
    expected = Case.objects.filter(due_at__lt=NOW).exclude(state__in=ENDED)
    assert late == set(expected.values_list("feature_id", flat=True))
    assert late


def test_a_symbol_at_a_tile_s_border_is_drawn_in_both_tiles(cast: Cast) -> None:
    address = TileAddress.containing(BOX[0], BOX[1], 16)
    step = 360 / (1 << 16) / EXTENT
    east = (address.x + 1) * 360 / (1 << 16) - 180
    case_at(cast, east - (BUFFER - 2) * step, BOX[1])
    far = case_at(cast, east - (BUFFER + 3) * step, BOX[1])
    neighbour = TileAddress(16, address.x + 1, address.y)
    assert len(tile(cast.client("leader"), "cases", address)) == 2
    (drawn,) = tile(cast.client("leader"), "cases", neighbour)
    assert -BUFFER <= drawn.at[0] < 0
    assert drawn.id != far.feature_id


def test_a_case_without_a_place_is_in_no_tile(cast: Cast) -> None:
    placeless(cast, 3)
    for z in (0, 10, SINGLE, 16):
        assert on_screen(cast.client("leader"), "cases", z) == {}


FILTERS = [
    {"class": "03"},
    {"class": "03002"},
    {"state": "handling"},
    {"state_group": "open"},
    {"state_group": "closed"},
    {"district": "430304"},
    {"street": "430302002"},
    {"source": "citizen"},
    {"organization": "yuhu"},
    {"organization": "yuhu-unit"},
    {"from": "2026-04-20"},
    {"to": "2026-04-20"},
    {"from": "2026-04-20T08:00:00+08:00", "to": "2026-04-30"},
    {"state_group": "open", "class": "03", "district": "430302"},
    {"filter": "class = '03' AND NOT source = 'citizen'"},
]


@pytest.mark.parametrize("said", FILTERS, ids=str)
def test_a_filter_means_on_the_map_what_it_means_in_the_list(
    cast: Cast, said: dict[str, str]
) -> None:
    scatter(cast, 150)
    if "organization" in said:
        said = {**said, "organization": str(cast.organizations[said["organization"]].pk)}
    browser = cast.client("leader")
    asked = {"city": "xiangtan", "page_size": "200", **said}
    listed = browser.get("/api/v1/cases", asked).json()
    expected = {feature["id"] for feature in listed["features"]}
    drawn = on_screen(browser, "cases", SINGLE, **said).values()
    assert {feature.properties["id"] for feature in drawn} == expected
    assert 0 < len(expected) < 150
    counted = on_screen(browser, "cases", 12, **said).values()
    assert sum(feature.properties["count"] for feature in counted) == len(expected)


def test_every_filter_of_the_list_is_tried_above() -> None:
    assert {name for said in FILTERS for name in said} == {*CASE_FILTERS, "filter"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("class", "x" * 61),
        ("class", "03\x00"),
        ("state", "open"),
        ("state_group", "handling"),
        ("source", "'; DROP TABLE cases_case; --"),
        ("district", "\x00"),
        ("organization", "yuhu"),
        ("from", "yesterday"),
        ("from", "2026-02-30"),
        ("to", "2026-05-01T00:00:00"),
        ("to", "9999-12-31"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(cast: Cast, name: str, value: str) -> None:
    for z in (12, 16):
        address = TileAddress.containing(BOX[0], BOX[1], z)
        answer = ask(cast.client("leader"), "cases", address, **{name: value})
        assert answer.status_code == 400
        assert answer.json()["name"] == name


@pytest.mark.parametrize(
    "value", ["'", "03'; DROP TABLE cases_case; --", "%s", "%(x)s", "{}", "\\", '" OR 1=1 --', "；"]
)
def test_a_value_is_never_part_of_the_statement(cast: Cast, value: str) -> None:
    scatter(cast, 10)
    for z in (12, 16):
        address = TileAddress.containing(BOX[0], BOX[1], z)
        for name in ("class", "district", "street"):
            answer = ask(cast.client("leader"), "cases", address, **{name: value})
            assert answer.status_code == 204
    assert Case.objects.count() == 10


def test_a_parameter_that_the_layer_does_not_know_changes_nothing(cast: Cast) -> None:
    scatter(cast, 10)
    browser = cast.client("leader")
    address = TileAddress.containing(BOX[0], BOX[1], 16)
    plain = ask(browser, "cases", address)
    assert (
        ask(browser, "cases", address, colour="x", theme="dark", state="").content == plain.content
    )


def test_a_case_changes_on_the_map_when_its_state_changes(cast: Cast) -> None:
    case = case_at(cast, BOX[0], BOX[1])
    browser = cast.client("leader")
    address = TileAddress.containing(BOX[0], BOX[1], 16)
    assert tile(browser, "cases", address)[0].properties["state_group"] == "open"
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED)
    assert tile(browser, "cases", address)[0].properties["state_group"] == "closed"


def test_a_tile_that_would_be_too_large_counts_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scatter(cast, 80)
    monkeypatch.setattr("tiles.mvt.AT_MOST_BYTES", 2000)
    for z in (14, 15, 16):
        for at in covering(z):
            answer = ask(cast.client("leader"), "cases", at)
            found = decoded(answer.content, "cases")
            is_counted = any(f.properties.get("bin") for f in found)
            assert is_counted == (len(single(cast, at)) > 2000)
            if is_counted:
                counted = sum(f.properties["count"] for f in found)
                assert counted == sum(1 for case in Case.objects.all() if lies_in(case, at))


@pytest.mark.parametrize(("at_most", "is_counted"), [(79, True), (80, False)])
def test_a_tile_of_too_many_cases_counts_them_without_drawing_each(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, at_most: int, is_counted: bool
) -> None:
    scatter(cast, 80)
    monkeypatch.setattr("tiles.mvt.AT_MOST_FEATURES", at_most)
    (at,) = covering(14)
    assert len(decoded(single(cast, at), "cases")) == 80
    found = tile(cast.client("leader"), "cases", at)
    assert any(f.properties.get("bin") for f in found) == is_counted
    assert sum(f.properties.get("count", 1) for f in found) == 80
    assert not is_counted or len(found) <= 64


def single(cast: Cast, at: TileAddress) -> bytes:
    """The tile with every case, as if there were no bound."""
    now = timezone.now()
    viewing = Viewing(actor=actor_of(cast.users["leader"], now), city=cast.city, at=now)
    wanted = TileRequest(layer=CASES, address=at, viewing=viewing)
    return b"" if wanted.select is None else drawn(wanted, wanted.select) or b""


def lies_in(case: Case, at: TileAddress) -> bool:
    return case.geom is not None and TileAddress.containing(case.geom.x, case.geom.y, at.z) == at
