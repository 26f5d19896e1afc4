"""manage.py learn_rules CITY --from 2015-01-01 --to 2015-09-30: a draft of rules from the past."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.routing.learning import RULES_AT_MOST, Period, learn_rules
from departments.models import RuleSet
from gis_core.actor import Actor
from gis_core.errors import DomainError
from grids.models import City

OPERATOR = Actor(user_id=None, name="manage.py", is_operator=True)


class Command(BaseCommand):
    help = (
        "由历史归纳派遣规则，存为草案 Learns routing rules from what was dispatched; a draft, which"
        " decides nothing until a leader puts it into force."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", help="城市 slug of the city")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        parser.add_argument(
            "--to", dest="last", type=date.fromisoformat, required=True, help="含 included"
        )
        parser.add_argument("--at-most", type=int, default=RULES_AT_MOST, help="条数 rules at most")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            city = City.named(options["city"])
            made = learn_rules(
                city=city,
                period=_period(city, options["first"], options["last"]),
                actor=OPERATOR,
                at=timezone.now(),
                at_most=options["at_most"],
            )
        except DomainError as error:
            told = f"[{error.code}]\n{error.detail('zh')}\n{error.detail('en')}"
            raise CommandError(told) from error
        self.stdout.write("\n".join(_lines(made)))


def _period(city: City, first: date, last: date) -> Period:
    return Period(start=city.midnight(first), end=city.midnight(last + timedelta(days=1)))


def _lines(made: RuleSet) -> list[str]:
    said = made.evidence or {}
    share = 100 * said["hits"] / max(said["times"], 1)
    return [
        f"草案 draft {made.pk}: {made.name}",
        f"  {said['cases']:>9,}  件 cases learnt from",
        f"  {said['rules']:>9,}  条规则 rules",
        f"  {share:>8.1f} %  所据案件与实际一致 of these went as they say",
        "生效前请先试运行 try it on another period before a leader puts it into force:"
        f" POST /api/v1/rulesets/{made.pk}/dry-runs",
    ]
