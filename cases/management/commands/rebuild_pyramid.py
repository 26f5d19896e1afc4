"""manage.py rebuild_pyramid [--verify]: count the map's cases anew, or prove that nobody must."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.pyramid.bulk import differences, fold, rebuild


class Command(BaseCommand):
    help = (
        "重新统计地图上的案件数，读写不停。Count the map's cases anew while everybody reads and"
        " writes; with --verify, only compare what is kept with a plain count."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--verify", action="store_true", help="compare, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()
        if options["verify"]:
            fold()
            self._verify()
        else:
            self.stdout.write(f"{rebuild():,} cases with a place counted")
        self.stdout.write(f"{perf_counter() - began:.1f} s")

    def _verify(self) -> None:
        found = differences()
        if not found.are_none:
            raise CommandError(
                f"与逐条计数不符 differs from a plain count: {found.cases} cases,"
                f" {found.squares} squares by month, {found.totals} totals, {found.groups} groups;"
                " manage.py rebuild_pyramid mends it"
            )
        self.stdout.write("✓ 与逐条计数一致 equal to a plain count")
