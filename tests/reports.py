"""Reports as a collector's phone sends them, and the road that a case takes after them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from PIL import Image

from accounts.models import User
from gis_core.ids import uuid7
from tests.factories import Cast
from tests.ground import centre_of

FIRST_CELL: Final = "430302001001001"

MAIN_ROAD: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    # who, verb, what they say
    ("acceptor", "accept", {}),
    ("shift_leader", "file", {}),
    ("dispatcher_city", "dispatch", {"organization": "yuhu"}),
    ("dispatcher_sub", "acknowledge", {}),
    ("dispatcher_sub", "assign", {"unit": "yuhu-unit"}),
    ("handler", "handle", {}),
    ("handler", "reply", {"note": "已清理，摊主已劝离"}),
    ("acceptor", "send_check", {}),
    ("checker", "check", {}),
    ("shift_leader", "close", {}),
)


def report_of(cast: Cast, **said: Any) -> dict[str, Any]:
    """Return a report: trading outside the shop, in the north-western cell."""
    lon, lat = centre_of(cast.cells[FIRST_CELL])
    return {
        "city": cast.city.slug,
        "class": "03001",
        "lon": lon,
        "lat": lat,
        "datum": "wgs84",
        "accuracy_m": 5.0,
        "place_text": "岚霞路夜宵摊前",
        "problem_text": "夜宵摊店外经营",
        "road": "岚霞路",
        "source": "collector",
        "reported_at": (timezone.now() - timedelta(minutes=1)).isoformat(),
        **said,
    }


def put_report(cast: Cast, who: str = "collector", **said: Any) -> UUID:
    """Send a report as the holder of a post and return its id."""
    case_id = uuid7()
    answer = cast.client(who).put(f"/api/v1/cases/{case_id}", report_of(cast, **said), "json")
    assert answer.status_code == 201, answer.content
    return case_id


def use(cast: Cast, case_id: UUID, who: str | User, verb: str, said: dict[str, Any]) -> Any:
    """Press a button as the holder of a post; organisations are named by their codes."""
    body = {
        name: str(cast.organizations[value].pk) if name in ("organization", "unit") else value
        for name, value in said.items()
    }
    return cast.client(who).post(f"/api/v1/cases/{case_id}/{verb}", body, "json")


def lead(cast: Cast, case_id: UUID, *, until: str) -> None:
    """Lead a reported case along the main road up to and including the verb `until`."""
    for who, verb, said in MAIN_ROAD:
        answer = use(cast, case_id, who, verb, said)
        assert answer.status_code == 200, answer.content
        if verb == until:
            return


def picture(colour: str = "red") -> tuple[bytes, str]:
    """Return a small real JPEG and its SHA-256."""
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue(), hashlib.sha256(out.getvalue()).hexdigest()
