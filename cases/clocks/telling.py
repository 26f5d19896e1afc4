"""The clocks of a case explained: what was counted, what was not, and why, span by span."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cases.clocks.effects import Kind
from cases.clocks.keeping import load
from cases.clocks.limits import row_of, rules_of
from cases.clocks.values import Clock, Clockwork
from cases.errors import CaseNotFound
from cases.guards import Appeal
from cases.models import Case, ClockRules
from departments.models import Organization
from gis_core.actor import Actor
from standards.calendars import CityCalendar, calendar_of
from standards.clocks import Limit, Span, Why, explain, used_up_at
from standards.models import StandardStage


class Light(StrEnum):
    """How a clock stands: in time, soon late, late."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class ToldSpan:
    """A span of time; `name` is the holiday's, where it is one."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class ToldStage:
    """A stage of a staged row, and when it is due on this clock."""

    name: str
    limit: Limit
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldClock:
    """One clock at a moment.

    Attributes:
        counted: time that counts so far; `used` is its share of the whole.
        standing_still: it runs, but nothing counts until somebody resumes the case.
        exempt: an appeal took its lateness out of the figures.
        provisional: it counts in a year whose holidays nobody has published yet.
        spans: until now, or until it stopped; `ahead`: from now until it is due.
    """

    clock: Clock
    organization: Organization | None
    due_at: datetime | None
    overdue_at: datetime | None
    counted: timedelta
    used: float | None
    light: Light
    standing_still: bool
    exempt: bool
    provisional: bool
    stages: tuple[ToldStage, ...]
    spans: tuple[ToldSpan, ...]
    ahead: tuple[ToldSpan, ...]

    @property
    def counted_s(self) -> float:
        return self.counted.total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    case: Case
    work: Clockwork
    calendar: CityCalendar
    rules: ClockRules
    stages: tuple[StandardStage, ...]
    organizations: dict[UUID, Organization]
    at: datetime


def told_clocks(*, case_id: UUID, actor: Actor, at: datetime) -> list[ToldClock]:
    """Return every clock of a case, oldest first. Raises CaseNotFound."""
    seen = Case.objects.visible_to(actor).filter(pk=case_id)
    case = seen.select_related("city__calendar", "city__clock_rules", "standard_row").first()
    if case is None:
        raise CaseNotFound
    work = load(case)
    row = row_of(case)
    whose = {c.organization_id for c in work.clocks if c.organization_id}
    scene = _Scene(
        case=case,
        work=work,
        calendar=calendar_of(case.city),
        rules=rules_of(case.city),
        stages=tuple(row.stages.all()) if row else (),
        organizations=Organization.objects.defer("area").in_bulk(whose) if whose else {},
        at=_moment(case, work, at),
    )
    return [_told(scene, clock) for clock in work.clocks]


def _moment(case: Case, work: Clockwork, now: datetime) -> datetime:
    """A generated city stands still, but not for what happens in it today."""
    at = case.city.figures_time(now)
    return now if any(c.started_at > at for c in work.clocks) else at


def _told(scene: _Scene, clock: Clock) -> ToldClock:
    work, calendar, at = scene.work, scene.calendar, scene.at
    due_at = work.due_at(clock, calendar.of)
    end = clock.stopped_at or at
    late = due_at is not None and due_at < end
    counted = work.counted(clock, at, calendar.of)
    used = _used(scene, clock, due_at, counted)
    still = clock.stopped_at is None and any(r.ended_at is None for r in work.rests)
    return ToldClock(
        clock=clock,
        organization=scene.organizations.get(clock.organization_id or UUID(int=0)),
        due_at=due_at,
        overdue_at=due_at if late else None,
        counted=counted,
        used=used,
        light=_light(scene, clock, late=late, used=used),
        standing_still=still,
        exempt=late and scene.case.appeal == Appeal.GRANTED,
        provisional=clock.limit is not None
        and calendar.is_provisional(clock.started_at, max(due_at or end, end), clock.limit),
        stages=tuple(_stages(scene, clock)),
        spans=_spans(scene, clock, clock.started_at, end),
        ahead=_spans(scene, clock, end, due_at) if due_at and clock.stopped_at is None else (),
    )


def _used(scene: _Scene, clock: Clock, due_at: datetime | None, counted: timedelta) -> float | None:
    """Return the share of its time that is used; None where it has no limit."""
    if clock.limit is not None and clock.fixed_due_at is None:
        whole = clock.limit.length
    elif due_at is not None:
        calendar = scene.calendar.of(clock.hours_id)
        pauses = scene.work.pauses_of(clock)
        told = explain(clock.started_at, due_at, clock.unit, calendar, pauses)
        whole = sum((s.length for s in told if s.counted), timedelta())
    else:
        return None
    return counted / whole if whole else 1.0


def _light(scene: _Scene, clock: Clock, *, late: bool, used: float | None) -> Light:
    if clock.stopped_at is not None:
        return Light.RED if late else Light.GREEN
    if late or (used is not None and used * 100 >= scene.rules.red_percent):
        return Light.RED
    soon = used is not None and used * 100 >= scene.rules.amber_percent
    return Light.AMBER if soon else Light.GREEN


def _stages(scene: _Scene, clock: Clock) -> Iterable[ToldStage]:
    if clock.kind is not Kind.HANDLE:
        return
    calendar, pauses = scene.calendar.of(clock.hours_id), scene.work.pauses_of(clock)
    for stage in scene.stages:
        limit = stage.limit
        due_at = used_up_at(clock.started_at, limit.length, limit.unit, calendar, pauses)
        yield ToldStage(stage.name, limit, due_at)


def _spans(scene: _Scene, clock: Clock, start: datetime, end: datetime) -> tuple[ToldSpan, ...]:
    calendar = scene.calendar.of(clock.hours_id)
    spans = explain(start, end, clock.unit, calendar, scene.work.pauses_of(clock))
    return tuple(ToldSpan(span, _name_of(scene, span)) for span in spans)


def _name_of(scene: _Scene, span: Span) -> str:
    """The names of the holidays in a span that was not counted."""
    if span.why not in (Why.HOLIDAY, Why.WEEKEND):
        return ""
    zone = scene.calendar.usual.zone
    day, names = span.start.astimezone(zone).date(), []
    while day < span.end.astimezone(zone).date():
        names.append(scene.calendar.names.get(day, ""))
        day += timedelta(days=1)
    return "、".join(dict.fromkeys(filter(None, names)))
