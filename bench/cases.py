"""bin/bench cases [--small]: the life of a case in figures.

Reports over HTTP beside a bare view that inserts the same rows, work lists, and due dates after a
changed holiday. Every answer of the race comes after its rows are on the disk. With --small the
city is the small one and the rounds are short: to see that it works, not how fast.
Writes cases.json and cases.svg.
"""
# Django must be set up before models are imported.
# ruff: noqa: E402

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command

from bench import cases_due, cases_lists
from bench.databases import copied_database
from bench.report_race.breakdown import Breakdown, break_down
from bench.report_race.content import make_bare_tables
from bench.report_race.picture import picture
from bench.report_race.race import BARE_SCHEMA, OURS, Figures, race
from bench.report_race.reports import Reporter, collectors
from bench.telling import machine, say
from cases.history import breaks
from cases.models import Case
from config.durability import check_database
from grids.models import City

CITY: Final = "xiangtan"
CLIENTS: Final = (8, 16)
GOAL_PER_S: Final = 300
GOAL_RATIO: Final = 0.5
LISTS_OF: Final = ("acceptor", "shift_leader", "dispatcher_city", "dispatcher_yuhu", "collector")


@dataclass(frozen=True)
class Size:
    """How large the city is, and how much is asked of it."""

    scale: str
    reports: int
    rounds: int
    due: int


FULL: Final = Size("full", reports=3000, rounds=3, due=cases_due.GOAL_CASES)
SMALL: Final = Size("small", reports=400, rounds=2, due=5000)


@dataclass(frozen=True, kw_only=True)
class Reports:
    """What the race showed: each entrant's fastest rounds, and where one report's time goes."""

    cases: int
    fastest: list[Figures]
    breakdown: Breakdown

    @property
    def ours(self) -> float:
        return max(run.per_s for run in self.fastest if run.who == OURS)

    @property
    def ratio(self) -> float:
        """Of the faster bare view: the one whose tables have no triggers."""
        return self.ours / max(run.per_s for run in self.fastest if run.who != OURS)

    @property
    def holds(self) -> bool:
        return self.ours >= GOAL_PER_S and self.ratio >= GOAL_RATIO

    def lines(self) -> list[str]:
        verdict = "held" if self.holds else "NOT HELD"
        return [
            f"reports       {self.cases:,} cases before; fastest of each entrant's rounds",
            *(run.line() for run in self.fastest),
            f"  {self.ours:.0f} reports/s, {100 * self.ratio:.0f} % of the faster bare view"
            f" (goal: {GOAL_PER_S} and {100 * GOAL_RATIO:.0f} %: {verdict})",
            *self.breakdown.lines(),
        ]


def main(arguments: list[str]) -> int:
    size = SMALL if "--small" in arguments else FULL
    call_command("migrate", verbosity=0)
    call_command("load_demo", scale=size.scale)
    say(check_database())
    lists = cases_lists.measure(City.objects.get(slug=CITY), LISTS_OF)
    say(*lists.lines())
    with copied_database():
        reports = race_reports(City.objects.get(slug=CITY), size)
        say(*reports.lines())
        due = cases_due.measure(City.objects.get(slug=CITY), size.due)
        say(*due.lines())
    write(size, reports, lists, due)
    return 0 if reports.holds and lists.holds and due.holds else 1


def race_reports(city: City, size: Size) -> Reports:
    """Let the entrants race at each number of clients, and look into one report."""
    before = Case.objects.count()
    tokens = collectors(city)
    make_bare_tables(BARE_SCHEMA)
    reporter = Reporter(city, tokens)
    fastest = [
        run
        for clients in CLIENTS
        for run in race(reporter, clients=clients, reports=size.reports, rounds=size.rounds)
    ]
    found = break_down(city, reporter.like, tokens[0], reports=size.reports // 4)
    broken = next(breaks(city), None)
    assert broken is None, broken
    return Reports(cases=before, fastest=fastest, breakdown=found)


def write(
    size: Size, reports: Reports, lists: cases_lists.ListFigures, due: cases_due.DueFigures
) -> None:
    """Write the results as JSON and as a picture."""
    slowest = lists.slowest
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "scale": size.scale,
        "cases": reports.cases,
        "reports": [run.as_json() for run in reports.fastest],
        "of_the_bare_view": round(reports.ratio, 3),
        "ms_of_one_report": reports.breakdown.as_json(),
        "work_lists": {
            "slowest_ms": round(slowest.median_ms, 1),
            "slowest": f"{slowest.who}: {slowest.what}",
            "ms": {f"{one.who}: {one.what}": round(one.median_ms, 1) for one in lists.asked},
            "compared": lists.compared,
        },
        "due_dates": {
            "cases": due.cases,
            "seconds": round(due.seconds, 1),
            "per_s": round(due.per_s),
            "other_hours_s": round(due.worst_s, 1),
            "nothing_new_s": round(due.again_s, 1),
            "compared": due.compared,
        },
    }
    results = Path(os.environ["WANGGE_BENCH_RESULTS"])
    (results / "cases.json").write_text(json.dumps(document, indent=1, ensure_ascii=False))
    heading = f"Reports a second, each on the disk before its answer, {os.cpu_count()} cores"
    (results / "cases.svg").write_text(picture(reports.fastest, heading))
    say(f"written: {results / 'cases.json'}, cases.svg")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
