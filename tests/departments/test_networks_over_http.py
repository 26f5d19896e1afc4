"""Drafts of the network as the web page and programs use them."""

from typing import Any
from uuid import UUID

import pytest

from gis_core.ids import uuid7
from grids.models import NetworkEdit
from tests.factories import Cast

FIRST = "430304001001001"
POINT = {"type": "Point", "coordinates": [1, 2]}
LINE = {"type": "LineString", "coordinates": [[112.9025, 27.829], [112.9025, 27.833]]}


def drawn(coordinates: Any) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": coordinates}


SPLIT = {"verb": "split", "cell": FIRST, "line": LINE}
EDGE = {"verb": "move_edge", "left": FIRST, "line": LINE}


@pytest.fixture
def draft(cast: Cast) -> str:
    id = uuid7()
    address = f"/api/v1/networks/drafts/{id}"
    answer = cast.client("analyst").put(f"{address}?city=xiangtan", {"note": "调整"}, "json")
    assert answer.status_code == 200
    return address


def put(cast: Cast, draft: str, command: Any, id: UUID | None = None) -> Any:
    return cast.client("analyst").put(f"{draft}/edits/{id or uuid7()}", command, "json")


def test_a_draft_says_what_it_is_and_who_may_do_what(cast: Cast, draft: str) -> None:
    said = cast.client("administrator").get(draft).json()
    told = {
        name: said[name] for name in ("state", "number", "base_number", "cells", "edits", "note")
    }
    assert told == {
        "state": "open", "number": 2, "base_number": 1, "cells": 8, "edits": 0, "note": "调整",
    }  # fmt: skip
    assert said["made_by"] == "数据分析员"
    assert said["bbox"] == [112.9, 27.83, 112.904, 27.832]
    assert not said["base_changed"]
    rights = {
        who: (answer["may_edit"], answer["may_publish"])
        for who in ("analyst", "leader", "administrator")
        for answer in [cast.client(who).get(draft).json()]
    }
    assert rights == {
        "analyst": (True, False), "leader": (False, True), "administrator": (True, True),
    }  # fmt: skip
    (listed,) = cast.client("leader").get("/api/v1/networks/drafts?city=xiangtan").json()
    assert listed["id"] == said["id"]


def test_a_draft_that_nobody_began_is_not_there(cast: Cast) -> None:
    answer = cast.client("analyst").get(f"/api/v1/networks/drafts/{uuid7()}")
    assert (answer.status_code, answer.json()["code"]) == (404, "network_draft_unknown")


def test_an_edit_says_what_it_did_in_both_languages_and_sent_again_does_nothing(
    cast: Cast, draft: str
) -> None:
    id = uuid7()
    first, again = put(cast, draft, SPLIT, id), put(cast, draft, SPLIT, id)
    assert first.json() == again.json()
    said = first.json()
    assert said["summary"] == {"zh": f"拆分网格 {FIRST}", "en": f"Cell {FIRST} split"}
    assert said["changed"]["added"] == ["430304001001005"]
    assert FIRST in said["changed"]["changed"]
    assert said["bbox"][:2] == [112.9, 27.83] or said["bbox"][0] >= 112.9
    other = put(cast, draft, {"verb": "renumber", "area": FIRST[:12]}, id)
    assert (other.status_code, other.json()["code"]) == (409, "network_command_reused")


def test_the_record_of_edits_comes_in_pages_with_who_undid_what(cast: Cast, draft: str) -> None:
    split = put(cast, draft, SPLIT).json()
    undone = put(cast, draft, {"verb": "undo", "edit": split["id"]}).json()
    assert undone["changed"]["removed"] == ["430304001001005"]
    page = cast.client("leader").get(f"{draft}/edits?page_size=1").json()
    (latest,) = page["results"]
    assert (latest["verb"], latest["undoes"]) == ("undo", split["id"])
    (first,) = cast.client("leader").get(page["next"]).json()["results"]
    assert first["undone_by"] == undone["id"]
    assert first["by"] == "数据分析员"


def test_cells_of_the_draft_are_listed_and_those_in_force_stay(cast: Cast, draft: str) -> None:
    put(cast, draft, SPLIT)
    analyst = cast.client("analyst")
    cells = analyst.get(f"{draft}/cells?community={FIRST[:12]}").json()
    assert [cell["properties"]["code"][-3:] for cell in cells["features"]] == [
        "001", "002", "003", "004", "005",
    ]  # fmt: skip
    assert (
        len(analyst.get(f"{draft}/cells?bbox=112.9,27.83,112.9015,27.832").json()["features"]) == 4
    )
    assert len(analyst.get("/api/v1/cells?city=xiangtan").json()["features"]) == 8
    for level, count in (("districts", 2), ("streets", 3), ("communities", 3)):
        assert len(analyst.get(f"{draft}/{level}").json()["features"]) == count


def test_findings_can_be_narrowed_by_kind_and_place(cast: Cast, draft: str) -> None:
    put(cast, draft, SPLIT)
    analyst = cast.client("analyst")
    (found,) = analyst.get(f"{draft}/findings").json()["features"]
    assert found["properties"]["repair"] == "renumber"
    assert found["properties"]["en"].endswith("then north to south")
    assert analyst.get(f"{draft}/findings?kind=overlap").json()["features"] == []
    west = analyst.get(f"{draft}/findings?bbox=112.89,27.83,112.9,27.84").json()
    assert (west["features"], west["errors"]) == ([], 1)


@pytest.mark.parametrize(
    ("command", "status", "code"),
    [
        ({}, 400, "bad_parameter"),
        ([], 400, "bad_parameter"),
        ({"verb": "publish"}, 400, "bad_parameter"),
        ({"verb": "split"}, 400, "invalid"),
        ({**SPLIT, "cell": "nobody"}, 422, "network_cell_unknown"),
        ({**SPLIT, "line": POINT}, 422, "network_bad_shape"),
        ({**SPLIT, "line": {"type": "LineString"}}, 422, "network_bad_shape"),
        ({**SPLIT, "line": drawn([["a", 1]])}, 422, "network_bad_shape"),
        ({**SPLIT, "line": drawn([])}, 422, "network_bad_shape"),
        ({**SPLIT, "line": drawn([[999, 1], [2, 2]])}, 422, "network_bad_shape"),
        ({"verb": "move_vertex", "from": [112.9, 27.83, 1], "to": [1, 1]}, 400, "invalid"),
        ({"verb": "move_vertex", "from": [112.9, 1e300], "to": [1, 1]}, 422, "network_bad_shape"),
        ({**EDGE, "right": FIRST}, 422, "network_not_neighbours"),
        ({"verb": "merge", "cells": [FIRST]}, 422, "network_cells_apart"),
        ({"verb": "lay", "community": FIRST[:12], "size_m": 1}, 400, "invalid"),
        ({"verb": "lay", "community": "430304", "size_m": 100}, 422, "network_area_unknown"),
        ({"verb": "assign", "cells": [FIRST], "community": "430304001"}, 422, "network_bad_shape"),
        ({"verb": "renumber", "area": FIRST[:12]}, 422, "network_nothing_changed"),
        ({"verb": "repair", "finding": "0" * 16}, 404, "network_finding_unknown"),
        ({"verb": "undo", "edit": str(uuid7())}, 404, "network_edit_unknown"),
        ({"verb": "load", "cells": []}, 400, "invalid"),
        ({"verb": "load", "cells": [{"code": FIRST, "geometry": LINE}]}, 422, "network_bad_shape"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_with_a_code_and_changes_nothing(
    cast: Cast, draft: str, command: Any, status: int, code: str
) -> None:
    before = cast.client("analyst").get(f"{draft}/cells").content
    answer = put(cast, draft, command)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert cast.client("analyst").get(f"{draft}/cells").content == before
    assert cast.client("analyst").get(draft).json()["edits"] == 0


def test_a_discarded_draft_is_on_record_and_holds_nothing(cast: Cast, draft: str) -> None:
    body = {"id": str(uuid7()), "note": "改用另一方案"}
    said = cast.client("analyst").post(f"{draft}/discard", body, "json").json()
    assert NetworkEdit.objects.get().command == {"note": "改用另一方案"}
    assert (said["state"], said["cells"], said["bbox"]) == ("discarded", 0, None)
    answer = cast.client("analyst").get(f"{draft}/findings")
    assert (answer.status_code, answer.json()["code"]) == (409, "network_draft_ended")
    assert cast.client("analyst").get(f"{draft}/cells").json()["features"] == []
