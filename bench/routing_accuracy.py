"""How often learnt rules would have been right: Boston's last quarter by rules of the first three.

Every case is asked through the suggestions that a dispatcher sees, by rules alone: where none fits,
nobody is suggested. Right = the department and the unit (QUEUE) that it really went to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.models import Case
from cases.routing.book import book_in
from cases.routing.facts import facts_of, rows_of
from departments.models import RuleSet
from grids.models import City


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Per cent in which the first was right, or one of the first three; over all, and placed."""

    cases: int
    placed: int
    first: float
    first_three: float
    placed_first: float
    placed_first_three: float
    rules: int

    def lines(self) -> list[str]:
        return [
            f"accuracy      {self.rules} rules, {self.cases:,} cases of October-December:"
            f" first {self.first:.2f} %, first three {self.first_three:.2f} %",
            f"              {self.placed:,} with a place: {self.placed_first:.2f} %,"
            f" {self.placed_first_three:.2f} %",
        ]


def accuracy(
    city: City, rule_set: RuleSet, first_day: str = "2015-10-01", after: str = "2016-01-01"
) -> Accuracy:
    """Ask the rules of a set about every case of a period."""
    zone = ZoneInfo(city.time_zone)
    start, end = (datetime.fromisoformat(day).replace(tzinfo=zone) for day in (first_day, after))
    book = book_in(rule_set, timezone.now())
    cases = Case.objects.of(city).reported_between(start, end).filter(unit__isnull=False)
    rows = rows_of(cases, "organization_id", "unit_id")
    hits = {True: [0, 0, 0], False: [0, 0, 0]}  # by placed: cases, first, first three
    for row, facts in zip(rows, facts_of(city, rows, book.asked), strict=True):
        suggested = [one.key for one in book.suggestions(facts)[0][:3]]
        really = (row["organization_id"], row["unit_id"])
        counts = hits[facts.is_placed]
        counts[0] += 1
        counts[1] += suggested[:1] == [really]
        counts[2] += really in suggested
    placed = hits[True]
    every = [a + b for a, b in zip(placed, hits[False], strict=True)]
    return Accuracy(
        cases=every[0],
        placed=placed[0],
        first=100 * every[1] / every[0],
        first_three=100 * every[2] / every[0],
        placed_first=100 * placed[1] / placed[0],
        placed_first_three=100 * placed[2] / placed[0],
        rules=len(book.rules),
    )
