"""manage.py check_rules [CITY]: what is wrong with the rules in force, drafted or scheduled."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from cases.routing.vocabulary import WORDS
from departments.models import RuleSet, RuleSetState
from departments.rule_enforcing import findings_of
from grids.models import City


class Command(BaseCommand):
    help = (
        "检查派遣规则 Tells which rules a later change broke: a class, an area or an organisation"
        " that is gone. Ends with code 1 where the rules in force are not whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", nargs="?", help="城市 slug; absent = every city")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        rows = RuleSet.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))
        if options["city"]:
            rows = rows.of(City.named(options["city"]))
        broken = 0
        for rule_set in rows.select_related("city").order_by("city__code", "made_at"):
            found = findings_of(rule_set, at, WORDS)
            state = rule_set.state_at(at)
            self.stdout.write(f"{rule_set.city.slug} · {rule_set.name} ({state}): {len(found)}")
            for finding in found:
                self.stdout.write(f"  {finding.order}: {finding.zh} {finding.en} [{finding.code}]")
            broken += len(found) if state is not RuleSetState.DRAFT else 0
        if broken:
            raise CommandError(f"{broken} 处问题 faults in rules that decide")
