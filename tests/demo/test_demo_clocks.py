"""The demo city's due times follow from its rows and calendar, and its clocks from its events."""

from __future__ import annotations

from cases.clocks.effects import Kind
from cases.clocks.replay import replayed
from cases.clocks.upkeep import keep_up
from cases.models import Case, CaseClock
from cases.states import ENDED
from cases.summary import summarize
from demo.figures import FIGURES_AT
from standards.models import CalendarDay, StandardRow
from tests.demo.conftest import LOADED_AT, DemoCity


def test_every_class_of_the_demo_has_its_usual_row(demo_city: DemoCity) -> None:
    codes = set(Case.objects.values_list("case_class__code", flat=True))
    rows = StandardRow.objects.of(demo_city.city, FIGURES_AT)
    assert codes <= set(rows.filter(order=1).values_list("class_code", flat=True))
    staged = rows.get(class_code="10099")
    assert [stage.name for stage in staged.stages.all()] == ["控制", "修复", "恢复"]
    assert [row.limit_text for row in rows.of_class("01001")] == [
        "2紧急工作时", "4工作时", "2工作日", "5工作日",
    ]  # fmt: skip


def test_its_holidays_are_those_of_its_years(demo_city: DemoCity) -> None:
    days = CalendarDay.objects.filter(calendar__city=demo_city.city)
    assert not days.get(date="2022-01-31").working
    assert days.get(date="2022-04-24").working


def test_most_due_times_are_explained_by_row_and_calendar(demo_city: DemoCity) -> None:
    cases = Case.objects.filter(filed_at__isnull=False, story=None).select_related(
        "city__calendar", "case_class"
    )
    fixed = total = 0
    for case in cases.order_by("pk")[:400]:
        clock = replayed(case).latest(Kind.CASE)
        assert clock is not None
        total += 1
        fixed += clock.fixed_due_at is not None
    # A few may have been moved to another week so that the figures hold to the unit.
    assert fixed <= 0.05 * total, (fixed, total)


def test_keeping_the_clocks_changes_no_figure(demo_city: DemoCity) -> None:
    before = summarize(Case.objects.of(demo_city.city), at=FIGURES_AT)
    due = dict(Case.objects.values_list("pk", "due_at"))
    done = keep_up(demo_city.city, at=LOADED_AT)
    still_open = Case.objects.exclude(state__in=sorted(ENDED)).filter(filed_at__isnull=False)
    running = CaseClock.objects.running().filter(kind=Kind.CASE)
    assert set(running.values_list("case", flat=True)) == {case.pk for case in still_open}
    assert done.given >= len(still_open) > 0
    assert summarize(Case.objects.of(demo_city.city), at=FIGURES_AT) == before
    # What rests is not due; everything else is due when it was.
    assert all(case.due_at in (None, due[case.pk]) for case in still_open)
    late = {case.pk for case in still_open if case.due_at and case.due_at < FIGURES_AT}
    assert {case.pk for case in still_open if case.overdue_at} == late != set()
