"""A whole change of generation: draft → findings → repair → compare → publish → old cases re-read.

`docs/explanation/how-the-network-changes.md` tells the same in words.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from gis_core.ids import uuid7
from tests.departments.duties import hold, three_shifts
from tests.factories import Cast
from tests.reports import put_report

EAST, SPLIT, OLD = "430304001001001", "430304001001003", "430302001001001"
MERGED = ["430302002001001", "430302002001002"]
STALL = (112.90305 - 0.00001, 27.8315)
"""In the strip by which the eastern border moves; until then it is the second cell's."""


def test_a_change_of_the_network(cast: Cast) -> None:
    three_shifts(cast)
    hold(cast, [OLD, SPLIT])
    stall = put_report(cast, lon=STALL[0], lat=STALL[1])
    market = put_report(cast, lon=112.9027, lat=27.8305)
    assert [cell_of(cast, case) for case in (stall, market)] == ["430304001001002", SPLIT]

    # The analyst begins a draft; the citizens' network stays as it is. A colleague begins another.
    draft, late = begin(cast, "建鑫广场建成后调整"), begin(cast, "另一份草案")
    assert get(cast, "analyst", f"{draft}/findings")["publishable"]

    what_was_drawn_badly_is_found_and_keeps_it_from_coming_in_force(cast, draft)
    it_is_mended_edited_and_numbered_anew(cast, draft)
    it_is_compared_with_the_network_in_force(cast, draft)
    it_takes_effect_and_the_other_draft_comes_too_late(cast, draft, late)

    # Cases keep the cell that they were filed in; the same place gives another one from now on.
    assert [cell_of(cast, case) for case in (stall, market)] == ["430304001001002", SPLIT]
    assert cell_of(cast, put_report(cast, lon=STALL[0], lat=STALL[1])) == EAST

    # How would the old cases look in today's cells, and today's case in the old ones?
    now, before = (reread(cast, number) for number in (2, 1))
    assert (now["total"], now["outside"], now["unplaced"]) == (3, 0, 0)
    assert told(now) == {EAST: 2, "430304001001004": 1}
    assert told(before) == {"430304001001002": 2, SPLIT: 1}
    assert (now["other_code"], before["other_code"]) == (2, 1)


def what_was_drawn_badly_is_found_and_keeps_it_from_coming_in_force(
    cast: Cast, draft: UUID
) -> None:
    # A cell was drawn anew in a desktop GIS, its border some five metres to the east, and nobody
    # moved the neighbour's: the checks see it, and nobody can put that in force.
    edit(cast, draft, verb="load", cells=[{"code": EAST, "geometry": drawn_too_wide()}])
    found = get(cast, "analyst", f"{draft}/findings")
    assert set(found["counts"]) == {"overlap", "unnoded"}
    assert not found["publishable"]
    assert all(feature["geometry"] and feature["properties"]["zh"] for feature in found["features"])
    refused = post(cast, "leader", f"{draft}/publish", at=timezone.now().isoformat())
    assert (refused.status_code, refused.json()["code"]) == (409, "network_findings_left")


def it_is_mended_edited_and_numbered_anew(cast: Cast, draft: UUID) -> None:
    # One call mends each finding. Then a cell is split and two are merged; a slip is taken back.
    mend_everything(cast, draft)
    cut = {"type": "LineString", "coordinates": [[112.9025, 27.829], [112.9025, 27.832]]}
    edit(cast, draft, verb="split", cell=SPLIT, line=cut)
    edit(cast, draft, verb="merge", cells=MERGED)
    slip = edit(cast, draft, verb="merge", cells=["430302001001001", "430302001001002"])
    edit(cast, draft, verb="undo", edit=slip["id"])

    # The new cell has the number after the last one; the rule wants the reading order.
    found = get(cast, "analyst", f"{draft}/findings")
    assert found["counts"] == {"numbering": 1}
    mend_everything(cast, draft)


def it_is_compared_with_the_network_in_force(cast: Cast, draft: UUID) -> None:
    compared = get(cast, "leader", f"{draft}/compare")
    assert compared["summary"] == {
        "kept": 3, "moved": 2, "split": 1, "merged": 1, "new": 0, "gone": 0, "renumbered": 1,
    }  # fmt: skip
    # The stall lies in a cell whose border moved, the market in the one that is split, and one
    # collector walks the latter.
    assert compared["affected"]["cases"] == {"moved": 1, "split": 1, "merged": 0}
    assert compared["affected"]["duty"] == {"moved": 0, "split": 1, "merged": 0}
    (south_east,) = (
        feature["properties"]
        for feature in compared["features"]
        if feature["properties"]["renumbered"] and feature["properties"]["side"] == "draft"
    )
    assert (south_east["others"], south_east["code"]) == (["430304001001004"], "430304001001005")


def it_takes_effect_and_the_other_draft_comes_too_late(cast: Cast, draft: UUID, late: UUID) -> None:
    in_a_week = (timezone.now() + timedelta(days=7)).isoformat()
    assert post(cast, "analyst", f"{draft}/publish", at=in_a_week).status_code == 403
    answer = post(cast, "leader", f"{draft}/publish", at=timezone.now().isoformat())
    assert answer.json()["state"] == "published", answer.content
    numbers = [
        (generation["number"], generation["in_force"])
        for generation in cast.client("handler").get(networks("generations?city=xiangtan")).json()
    ]
    assert numbers == [(2, True), (1, False)]
    refused = post(cast, "leader", f"{late}/publish", at=in_a_week)
    assert (refused.status_code, refused.json()["code"]) == (409, "network_base_changed")
    assert post(cast, "analyst", f"{late}/discard").json()["state"] == "discarded"


def drawn_too_wide() -> dict[str, Any]:
    ring = [[112.902, 27.831], [112.90305, 27.831], [112.90305, 27.832], [112.902, 27.832]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def mend_everything(cast: Cast, draft: UUID) -> None:
    """Press the repair of the first finding until there is none."""
    for _ in range(10):
        found = get(cast, "analyst", f"{draft}/findings")
        if found["publishable"]:
            return
        edit(cast, draft, verb="repair", finding=found["features"][0]["id"])
    raise AssertionError(found["counts"])


def networks(path: str) -> str:
    return f"/api/v1/networks/{path}"


def begin(cast: Cast, note: str) -> UUID:
    draft = uuid7()
    address = networks(f"drafts/{draft}?city={cast.city.slug}")
    answer = cast.client("analyst").put(address, {"note": note}, "json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["may_edit"]
    assert not answer.json()["may_publish"]
    return draft


def get(cast: Cast, who: str, path: str) -> Any:
    answer = cast.client(who).get(networks(f"drafts/{path}"))
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(cast: Cast, who: str, path: str, **said: Any) -> Any:
    return cast.client(who).post(networks(f"drafts/{path}"), {"id": str(uuid7()), **said}, "json")


def edit(cast: Cast, draft: UUID, **command: Any) -> Any:
    address = networks(f"drafts/{draft}/edits/{uuid7()}")
    answer = cast.client("analyst").put(address, command, "json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def cell_of(cast: Cast, case: UUID) -> str:
    code: str = cast.client("acceptor").get(f"/api/v1/cases/{case}").json()["cell"]
    return code


def reread(cast: Cast, number: int) -> Any:
    address = networks(f"generations/{number}/cases?city={cast.city.slug}")
    return cast.client("leader").get(address).json()


def told(counted: Any) -> dict[str, int]:
    return {cell["code"]: cell["cases"] for cell in counted["cells"]}
