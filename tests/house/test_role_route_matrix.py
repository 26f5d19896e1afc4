"""Every route has its row for every role in `matrix.py`, and every row holds."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from rest_framework.test import APIClient

from cases.api.buttons import BUTTONS
from config.events import Events
from departments.models import RoutingRule
from gis_core.errors import DomainError
from gis_core.ids import uuid7
from tests.factories import Cast, member
from tests.house.matrix import ROLES, ROWS, Row
from tests.house.situations import ROADS, a_draft_of, case_in
from tests.house.tried_rules import a_draft, a_rule, a_run, an_area
from tests.reports import picture, put_report, report_of

HELD_BY_ROWS = ("api/v1/", "tiles/", "events/")
ROUTING = {"rule_draft": a_draft, "rule": a_rule, "area": an_area, "run": a_run}
METHODS = ("get", "post", "put", "patch", "delete")


def routes() -> Iterator[tuple[str, str]]:
    """Every method and pattern of the web server and of the events process."""
    for pattern, view in _patterns("", get_resolver().url_patterns):
        if pattern.startswith(HELD_BY_ROWS):
            served = getattr(view, "cls", None)
            yield from ((m.upper(), pattern) for m in METHODS if hasattr(served, m))
    yield from (("GET", path.lstrip("/")) for path in Events().routes)


def _patterns(before: str, patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(here, pattern.url_patterns)
        else:
            yield here, pattern.callback


def _pattern_of(path: str) -> str:
    plain = path.partition("?")[0]
    return plain.lstrip("/") if plain.startswith("/events/") else str(resolve(plain).route)


def _example(path: str) -> str:
    """The row's path with something of the right shape in each brace."""
    digest = {name: "0" * 64 for name in ("declared", "stored")}
    cases = {name: str(uuid7()) for name in ("new", "draft", *ROADS, *ROUTING)}
    return path.format(**digest, **cases)


def test_every_route_has_a_row() -> None:
    held = {(row.method, _pattern_of(_example(row.path))) for row in ROWS}
    assert set(routes()) - held == set()
    assert held - set(routes()) == set()


def test_every_button_has_a_row() -> None:
    assert set(BUTTONS) <= {row.path.rpartition("/")[2] for row in ROWS if row.method == "POST"}


@pytest.fixture
def world(cast: Cast) -> Cast:
    """The cast, and somebody who is signed in and holds no post."""
    cast.users["no_post"] = member(cast, "no_post", "leader", "bureau")
    cast.users["no_post"].memberships.all().delete()
    return cast


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_every_role_gets_what_its_row_says(world: Cast, row: Row) -> None:
    known = _known(world, row)
    got = {role: _status(world, role, row, known) for role in ROLES}
    assert got == dict(zip(ROLES, row.statuses, strict=True))


def _known(cast: Cast, row: Row) -> dict[str, Any]:
    """What the row's braces stand for, made only where the row has them."""
    content, digest = picture()
    stored, kept = picture("blue")
    known: dict[str, Any] = {
        "new": uuid7(),
        "yuhu": str(cast.organizations["yuhu"].pk),
        "unit": str(cast.organizations["yuhu-unit"].pk),
        "partners": [str(cast.organizations["water"].pk)],
        "soon": (timezone.now() + timedelta(days=2)).isoformat(),
        "report": report_of(cast),
        "declared": digest,
        "stored": kept,
        "photo": content,
    }
    for name in ROADS:
        if f"{{{name}}}" in row.path:
            photos = [{"sha256": sha, "role": "near"} for sha in (digest, kept)]
            contact = {"name": "张某某", "phone": "13812345678"}
            known[name] = case_in(cast, name, photos=photos, reporter=contact)
    known |= _of_rooms(cast, row)
    if row.body == {"into": "{other}"}:
        known["other"] = str(put_report(cast))
    if "{stored}" in row.path:
        address = f"/api/v1/cases/{known['reported']}/photos/{kept}"
        cast.client("collector").put(address, stored, content_type="image/jpeg")
    return known


def _of_rooms(cast: Cast, row: Row) -> dict[str, Any]:
    """The drafts, rules and runs that a row speaks of."""
    known = a_draft_of(cast) if "{draft}" in row.path else {}
    for name, make in ROUTING.items():
        if f"{{{name}}}" in row.path:
            known[name] = make(cast)
    if "{rule}" in row.path:
        known["rule_draft"] = RoutingRule.objects.get(pk=known["rule"]).rule_set_id
    return known


def _status(cast: Cast, role: str, row: Row, known: dict[str, Any]) -> str:
    """What this role gets; the city is as before afterwards."""
    with transaction.atomic():
        client = APIClient() if role == "anonymous" else cast.client(role)
        status = _stream(client) if row.path == "/events/stream" else _ask(client, row, known)
        transaction.set_rollback(True)
    return "ok" if 200 <= status < 300 else str(status)


def _ask(client: APIClient, row: Row, known: dict[str, Any]) -> int:
    path = row.path.format(**{name: str(value) for name, value in known.items()})
    call = getattr(client, row.method.lower())
    if isinstance(row.body, bytes):
        answer = call(path, known[row.body.decode()], content_type="image/jpeg")
    else:
        answer = call(path, _filled(row.body, known), format="json")
    return int(answer.status_code)


def _filled(body: Any, known: dict[str, Any]) -> Any:
    if isinstance(body, dict):
        return {name: _filled(value, known) for name, value in body.items()}
    return known.get(body.strip("{}"), body) if isinstance(body, str) else body


def _stream(client: APIClient) -> int:
    """The events process lives in other connections; who may begin is asked in this one."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    request = RequestFactory().get("/events/stream")
    request.COOKIES.update(cookies)
    try:
        Events().routes["/events/stream"].begin(request)
    except DomainError as error:
        return int(error.status)
    return 200
