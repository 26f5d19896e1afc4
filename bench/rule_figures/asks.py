"""How fast the rules answer: one case as a dispatcher opens it, and a whole month at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from cases.models import Case
from cases.routing.advice import advise
from cases.routing.alike import alike
from cases.routing.dry_run import dry_run
from cases.routing.learning import Period
from departments.duty import on_duty
from departments.models import DutyGrid, RuleSet
from gis_core.actor import Actor
from grids.models import City

OPERATOR: Final = Actor(user_id=None, is_operator=True)

ASKED: Final = 500
MONTH: Final = 10_000
"""Cases of a month of the model city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFigures:
    """Milliseconds for one case at the middle and at the 99th of 100, and a dry run's speed.

    A city without duty grids has nobody on duty: its figures say how long it takes to know that.
    """

    city: str
    rules: int
    suggestion_p50_ms: float
    suggestion_p99_ms: float
    alike_p50_ms: float
    alike_p99_ms: float
    duty_grids: int
    on_duty_p50_ms: float
    on_duty_p99_ms: float
    dry_run_cases: int
    dry_run_s: float

    @property
    def dry_run_cases_per_s(self) -> float:
        return self.dry_run_cases / self.dry_run_s

    def lines(self) -> list[str]:
        return [
            f"{self.city}: {self.rules} rules",
            f"  suggestion  {self.suggestion_p50_ms:7.1f} ms p50, {self.suggestion_p99_ms:.1f} ms"
            f" p99  ({ASKED} cases, with border and broken rules)",
            f"  alike       {self.alike_p50_ms:7.1f} ms p50, {self.alike_p99_ms:.1f} ms p99"
            "  (200 m, 30 days; goal 10 ms)",
            f"  on duty     {self.on_duty_p50_ms:7.1f} ms p50, {self.on_duty_p99_ms:.1f} ms p99"
            f"  (here and now, {self.duty_grids} duty grids; goal 5 ms)",
            f"  dry run     {self.dry_run_cases_per_s:7,.0f} cases/s  ({self.dry_run_cases:,} cases"
            f" in {self.dry_run_s:.1f} s; goal {MONTH:,} in 10 s)",
        ]

    def as_json(self) -> dict[str, Any]:
        figures = {k: round(v, 1) if isinstance(v, float) else v for k, v in asdict(self).items()}
        return {**figures, "dry_run_cases_per_s": round(self.dry_run_cases_per_s)}


def measure(city: City) -> AskFigures:
    """Ask the set in force about the city's own cases."""
    at = timezone.now()
    rule_set = RuleSet.objects.in_force(city, at)
    if rule_set is None:
        raise SystemExit(f"{city.slug} has no rules in force")
    sample = _sample(city)
    suggestion = _milliseconds(lambda case: advise(case, at), sample)
    near = _milliseconds(_alike, sample)
    duty = _milliseconds(lambda case: on_duty(city, _place(case), at), sample)
    run = dry_run(rule_set=rule_set, period=_month(city), actor=OPERATOR, at=at)
    return AskFigures(
        city=city.slug,
        rules=rule_set.rules.count(),
        suggestion_p50_ms=_share(suggestion, 0.50),
        suggestion_p99_ms=_share(suggestion, 0.99),
        alike_p50_ms=_share(near, 0.50),
        alike_p99_ms=_share(near, 0.99),
        duty_grids=DutyGrid.objects.filter(city=city).count(),
        on_duty_p50_ms=_share(duty, 0.50),
        on_duty_p99_ms=_share(duty, 0.99),
        dry_run_cases=run.cases,
        dry_run_s=run.took_ms / 1_000,
    )


def reads_the_index(city: City) -> bool:
    """Whether cases alike are found by the index on the place."""
    case = _sample(city, 1)[0]
    plan = _plan_of(lambda: _alike(case))
    return "case_tile" in plan and "Seq Scan on cases_case" not in plan


def _plan_of(work: Callable[[], Any]) -> str:
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    sql, params = max(statements, key=lambda said: "ST_Distance" in said[0])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql, params)
        return "\n".join(line for (line,) in cursor.fetchall())


def _place(case: Case) -> Point:
    assert case.geom is not None, "the sample has placed cases only"
    return case.geom


def _alike(case: Case) -> Any:
    return alike(case_id=case.pk, actor=OPERATOR, at=case.reported_at)


def _sample(city: City, size: int = ASKED) -> list[Case]:
    placed = Case.objects.of(city).placed().filter(organization__isnull=False)
    ids = list(placed.values_list("pk", flat=True).order_by("reported_at"))
    chosen = random.Random(7).sample(ids, min(size, len(ids)))
    rows = Case.objects.select_related("city", "case_class", "component__owner")
    return list(rows.filter(pk__in=chosen))


def _month(city: City) -> Period:
    """Return the last days of the city that hold a month of the model city's cases."""
    dispatched = Case.objects.of(city).filter(organization__isnull=False)
    latest: datetime = dispatched.aggregate(at=Max("reported_at"))["at"] + timedelta(seconds=1)
    moments = dispatched.order_by("-reported_at").values_list("reported_at", flat=True)
    (first,) = moments[MONTH - 1 : MONTH] or moments.reverse()[:1]
    return Period(start=first, end=latest)


def _milliseconds(work: Callable[[Case], Any], cases: Iterable[Case]) -> list[float]:
    taken = []
    for case in cases:
        began = perf_counter()
        work(case)
        taken.append((perf_counter() - began) * 1_000)
    return sorted(taken[len(taken) // 50 :])  # the first ones warm up


def _share(taken: list[float], share: float) -> float:
    return taken[min(len(taken) - 1, int(share * len(taken)))]
