"""Counting anew while the city goes on working."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from cases.clocks import bulk
from cases.clocks.recount import recompute_due
from cases.models import Case, CaseClock
from standards.models import CalendarDay
from standards.seeding import seed_years
from tests.clocks.conftest import City, at, rows_of
from tests.factories import xiangtan
from tests.journeys.story import WHY


def declare_a_holiday(town: City, said: str = "05-07") -> None:
    day = date.fromisoformat(f"2026-{said}")
    CalendarDay.objects.create(calendar=town.cast.city.calendar, date=day, working=False, name="")


def test_what_somebody_stops_meanwhile_stays_as_they_stopped_it(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = town.story("05-06 16:00", until="handle")
    declare_a_holiday(town)
    read = bulk.read_clocks

    def and_then_the_handler_replies(*args: Any) -> bulk.Records:
        rows = read(*args)
        town.at("05-06 17:00")
        story.press("handler", "reply", **WHY)
        return rows

    monkeypatch.setattr(bulk, "read_clocks", and_then_the_handler_replies)
    recompute_due(town.cast.city, at=at("05-06 17:00"))
    clock = town.clock(story.id, "handle")
    assert (clock.counted_s, clock.stopped_at) == (3600, at("05-06 17:00"))
    # The step itself counted by the new calendar.
    assert clock.due_at == at("05-08 16:00")
    assert town.case(story.id).due_at == at("05-09 09:00")


@pytest.mark.django_db(transaction=True)
def test_several_connections_write_what_one_would(
    wall: dict[str, datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = xiangtan()
    seed_years(cast.city, [2026])
    rows_of(cast)
    town = City(cast, wall)
    stories = [town.story("05-06 16:00", until="dispatch") for _ in range(5)]
    declare_a_holiday(town)
    monkeypatch.setattr("cases.clocks.recount.BATCH_CASES", 2)
    done = recompute_due(cast.city, at=at("05-06 17:00"))
    assert (done.cases_changed, done.clocks_changed) == (5, 10)
    assert {case.due_at for case in Case.objects.all()} == {at("05-09 09:00")}
    assert {c.due_at for c in CaseClock.objects.filter(kind="handle")} == {at("05-08 16:00")}
    assert recompute_due(cast.city, at=at("05-06 17:00")).clocks_changed == 0
    assert len(stories) == 5
