"""What turning the clocks costs, and that events alone give the same ones."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.clocks.keeping import load
from cases.clocks.replay import replayed
from cases.clocks.values import Clockwork
from cases.models import Case
from grids import models as grids
from standards.calendars import calendar_of
from tests.clocks.conftest import City, at
from tests.journeys.story import WHY
from tests.reports import use


@pytest.mark.parametrize(
    ("until", "who", "verb", "said", "most"),
    [
        ("", "acceptor", "accept", {}, 1),
        ("accept", "shift_leader", "file", {}, 3),
        ("file", "dispatcher_city", "dispatch", {"organization": "yuhu"}, 2),
        ("dispatch", "dispatcher_sub", "acknowledge", {}, 0),
        ("assign", "handler", "handle", {}, 0),
        ("handle", "handler", "reply", WHY, 2),
        ("send_check", "checker", "check", {}, 2),
        ("check", "shift_leader", "close", {}, 3),
    ],
)
def test_turning_the_clocks_costs_a_step_two_or_three_statements(
    town: City,
    until: str,
    who: str,
    verb: str,
    said: dict[str, str],
    most: int,
) -> None:
    story = town.story("05-06 10:00", until=until)
    calendar_of(grids.City.objects.select_related("calendar").get())  # as in any running process
    with CaptureQueriesContext(connection) as asked:
        assert use(town.cast, story.id, who, verb, dict(said)).status_code == 200
    mine = [
        query["sql"]
        for query in asked.captured_queries
        if any(
            f'{word} "{table}"' in query["sql"] for table in CLOCK_TABLES for word in READ_OR_WRITE
        )
        and "FOR UPDATE" not in query["sql"]
    ]
    assert len(mine) <= most, mine


READ_OR_WRITE = ("FROM", "INTO")  # and not: joined to the case, which is read in any case
CLOCK_TABLES = ("cases_caseclock", "cases_casepause", "standards_standardrow", "standards_rowset",
                "standards_workingcalendar", "cases_clockrules")  # fmt: skip


Steps = tuple[tuple[str, str, dict[str, str]], ...]

STORIES: tuple[Steps, ...] = (
    (("dispatcher_sub", "ask_parking", WHY), ("shift_leader", "grant_parking", {}),
     ("shift_leader", "resume", {}), ("handler", "reply", WHY), ("acceptor", "send_check", {}),
     ("checker", "rework", WHY)),
    (("dispatcher_sub", "ask_extension", {"until": at("05-20 18:00").isoformat(), **WHY}),
     ("shift_leader", "grant_extension", {}), ("handler", "reply", WHY)),
    (("handler", "send_back", WHY), ("dispatcher_sub", "ask_return", WHY),
     ("dispatcher_city", "grant_return", {"fault": "wrong_dispatch"}),
     ("dispatcher_city", "dispatch", {"organization": "yuetang"})),
    (("dispatcher_sub", "hand_over", WHY), ("shift_leader", "void", WHY)),
)  # fmt: skip


@pytest.mark.parametrize("steps", STORIES)
def test_the_events_alone_give_the_same_clocks(town: City, steps: Steps) -> None:
    story = town.story("05-06 10:00", until="handle")
    for n, (who, verb, said) in enumerate(steps):
        town.at(f"05-{7 + n:02} 11:00")
        use(town.cast, story.id, who, verb, dict(said))
    case = Case.objects.get(pk=story.id)
    Case.objects.filter(pk=story.id).update(due_at=None)
    assert summary(replayed(Case.objects.get(pk=story.id))) == summary(load(case))


def summary(work: Clockwork) -> object:
    """Clocks and rests without their keys, rests from the earliest: some are known late only."""
    order: dict[UUID | None, int] = {clock.id: n for n, clock in enumerate(work.clocks)}
    return (
        [
            (c.kind, c.organization_id, c.limit, c.started_at, c.stopped_at, c.fixed_due_at,
             c.annulled)
            for c in work.clocks
        ],
        sorted(
            ((r.started_at, r.ended_at, r.why, order.get(r.clock_id)) for r in work.rests), key=str
        ),
    )  # fmt: skip
