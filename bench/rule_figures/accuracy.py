"""How often learnt rules would have been right: Boston's last quarter by rules of the first three.

Every case is asked through the suggestions that a dispatcher sees, by rules alone: where none fits,
nobody is suggested. Right = the department and the unit (QUEUE) that it really went to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from cases.models import Case
from cases.models.case import CaseQuerySet
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

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in asdict(self).items()}

    def lines(self) -> list[str]:
        return [
            f"accuracy      {self.rules} rules, {self.cases:,} cases of October-December:"
            f" first {self.first:.2f} %, first three {self.first_three:.2f} %",
            f"              {self.placed:,} with a place: {self.placed_first:.2f} %,"
            f" {self.placed_first_three:.2f} %",
        ]


Key = tuple[UUID, UUID | None]
Asked = Iterator[tuple[Key, bool, list[Key]]]
"""Of each case: whom it went to, whether its place is known, whom the table names."""


def accuracy(city: City, rule_set: RuleSet) -> Accuracy:
    """Ask the rules of a set about every case of the last quarter."""
    book = book_in(rule_set, timezone.now())
    rows = rows_of(_last_quarter(city), "organization_id", "unit_id")

    def asked() -> Asked:
        for row, facts in zip(rows, facts_of(city, rows, book.asked), strict=True):
            suggested = [one.key for one in book.suggestions(facts)[0][:3]]
            yield (row["organization_id"], row["unit_id"]), facts.is_placed, suggested

    return _counted(asked(), len(book.rules))


def class_alone(city: City, rule_set: RuleSet) -> Accuracy:
    """Name for each class whom it went to most often in the period that the set was learnt from."""
    said = rule_set.evidence or {}
    period = [datetime.fromisoformat(said[name]) for name in ("from", "to")]
    columns = ("case_class", "organization", "unit")
    earlier = Case.objects.of(city).reported_between(*period).filter(unit__isnull=False)
    table: dict[UUID, list[Key]] = defaultdict(list)
    counts = earlier.values(*columns).annotate(times=Count("pk")).order_by("-times")
    for row in counts:
        table[row["case_class"]].append((row["organization"], row["unit"]))
    cases = _last_quarter(city).values_list(*columns, "place_known")
    asked = (((one, unit), placed, table[kind][:3]) for kind, one, unit, placed in cases)
    return _counted(asked, len(table))


def _last_quarter(city: City) -> CaseQuerySet:
    zone = ZoneInfo(city.time_zone)
    start, end = datetime(2015, 10, 1, tzinfo=zone), datetime(2016, 1, 1, tzinfo=zone)
    return Case.objects.of(city).reported_between(start, end).filter(unit__isnull=False)


def _counted(asked: Asked, rules: int) -> Accuracy:
    hits = {True: [0, 0, 0], False: [0, 0, 0]}  # by placed: cases, first, first three
    for really, placed, suggested in asked:
        counts = hits[placed]
        counts[0] += 1
        counts[1] += suggested[:1] == [really]
        counts[2] += really in suggested
    with_place = hits[True]
    every = [a + b for a, b in zip(with_place, hits[False], strict=True)]
    return Accuracy(
        cases=every[0],
        placed=with_place[0],
        first=100 * every[1] / every[0],
        first_three=100 * every[2] / every[0],
        placed_first=100 * with_place[1] / with_place[0],
        placed_first_three=100 * with_place[2] / with_place[0],
        rules=rules,
    )
