"""Where the cases of `matrix.py` stand, and how they came there: every step is a button pressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from cases.models import Case
from gis_core.ids import uuid7
from tests.factories import Cast
from tests.reports import MAIN_ROAD, put_report, use

Press = tuple[str, str, dict[str, Any]]

WHY: Final = {"note": "现场情况说明"}
SOON: Final = {**WHY, "until": (timezone.now() + timedelta(days=2)).isoformat()}

_VERIFIED: Final[tuple[Press, ...]] = (
    ("acceptor", "accept", {}),
    ("acceptor", "send_verify", {}),
    ("collector", "verify", {}),
)


def _main_road(until: str) -> tuple[Press, ...]:
    verbs = [verb for _, verb, _ in MAIN_ROAD]
    return MAIN_ROAD[: verbs.index(until) + 1]


_CLOSED: Final = _main_road("close")
_HANDLING: Final = _main_road("handle")
_PARKED: Final[tuple[Press, ...]] = (
    *_HANDLING,
    ("dispatcher_sub", "ask_parking", WHY),
    ("shift_leader", "grant_parking", {}),
)

ROADS: Final[Mapping[str, tuple[Press, ...]]] = {
    "reported": (),
    "accepted": _main_road("accept"),
    "filed": _main_road("file"),
    "dispatched": _main_road("dispatch"),
    "acknowledged": _main_road("acknowledge"),
    "assigned": _main_road("assign"),
    "handling": _HANDLING,
    "replied": _main_road("reply"),
    "checking": _main_road("send_check"),
    "checked": _main_road("check"),
    "closed": _CLOSED,
    "merged": (("acceptor", "merge", {"into": "{other}"}),),
    "public": (),
    "public_accepted": _VERIFIED[:1],
    "verifying": _VERIFIED[:2],
    "public_checked": (*_VERIFIED, *_main_road("check")[1:]),
    "ruling": (
        *_main_road("file"),
        ("dispatcher_city", "call_ruling", {**WHY, "organization": "yuhu"}),
    ),
    "joint": (
        *_main_road("file"),
        ("dispatcher_city", "dispatch", {"organization": "yuetang", **WHY}),
        ("dispatcher_city", "join", {"partners": ["yuhu"]}),
    ),
    "return_asked": (*_main_road("dispatch"), ("dispatcher_sub", "ask_return", WHY)),
    "extension_asked": (*_HANDLING, ("dispatcher_sub", "ask_extension", SOON)),
    "deferral_asked": (*_HANDLING, ("dispatcher_sub", "ask_deferral", SOON)),
    "parking_asked": _PARKED[:-1],
    "parked": _PARKED,
    "enforcement": (*_HANDLING, ("dispatcher_sub", "hand_over", WHY)),
    "closed_late": _CLOSED,
    "appealed": (*_CLOSED, ("dispatcher_sub", "appeal", WHY)),
    "reviewed": (
        *_CLOSED,
        ("dispatcher_sub", "appeal", WHY),
        ("dispatcher_city", "review_first", {"passed": True}),
    ),
}
"""Name of a case in the matrix -> the buttons that were pressed on it since it was reported."""

BY_ANOTHER: Final = frozenset({"checking"})
"""Found by the second collector: nobody checks what they found themselves."""

PUBLIC: Final = frozenset({"public", "public_accepted", "verifying", "public_checked"})
LATE: Final = frozenset({"closed_late", "appealed", "reviewed"})


def case_in(cast: Cast, name: str, **report: Any) -> UUID:
    """Report a case and lead it to where it stands under this name."""
    case_id = put_report(cast, _finder(name), source=_source(name), **report)
    known = {"{other}": str(put_report(cast))} if name == "merged" else {}
    for presser, verb, said in ROADS[name]:
        if verb == "appeal" and name in LATE:
            _let_it_be_late(case_id)
        answer = use(cast, case_id, presser, verb, _filled(cast, said, known))
        assert answer.status_code == 200, (name, verb, answer.content)
    if name in LATE:
        _let_it_be_late(case_id)
    return case_id


def _finder(name: str) -> str:
    return "phone_operator" if name in PUBLIC else "checker" if name in BY_ANOTHER else "collector"


def _source(name: str) -> str:
    return "phone" if name in PUBLIC else "collector"


def _let_it_be_late(case_id: UUID) -> None:
    """Only a late case can be appealed for, and no test waits for days."""
    reported = Case.objects.get(pk=case_id).reported_at
    Case.objects.filter(pk=case_id).update(due_at=reported)


def _filled(cast: Cast, said: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: [str(cast.organizations[code].pk) for code in value]
        if name == "partners"
        else known.get(value, value)
        if isinstance(value, str)
        else value
        for name, value in said.items()
    }


def a_draft_of(cast: Cast) -> dict[str, Any]:
    """Begin a draft of the city's network; one of its communities waits to be numbered anew."""
    draft = uuid7()
    administrator = cast.client("administrator")
    administrator.put(f"/api/v1/networks/drafts/{draft}?city={cast.city.slug}", {}, format="json")
    area = min(cast.communities)
    merged = {"verb": "merge", "cells": [f"{area}001", f"{area}002"]}
    west, east = ([112.9005, 27.83], [112.9005, 27.833]), ([112.9012, 27.83], [112.9012, 27.833])
    cuts = [{"type": "LineString", "coordinates": line} for line in (west, east)]
    split = [{"verb": "split", "cell": f"{area}001", "line": line} for line in cuts]
    for command in (merged, *split):
        address = f"/api/v1/networks/drafts/{draft}/edits/{uuid7()}"
        administrator.put(address, command, format="json")
    return {"draft": str(draft), "renumbered": area}
