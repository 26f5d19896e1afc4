"""manage.py seed_calendar --city xiangtan --year 2026: holidays and made-up working days."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from grids.models import City
from standards.command import StandardsCommand
from standards.seeding import Seeded, seed_years


class Command(StandardsCommand):
    help = (
        "写入某年的节假日和调休；人工录入的日子保留，尚未公布的年份标为暂定。 "
        "Write a year's holidays and made-up days; days entered by hand stay, a year that is not "
        "yet published is provisional."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("--year", required=True, type=int, nargs="+", help="年份 years")

    def run(self, options: dict[str, Any]) -> list[str]:
        return [_line(year) for year in seed_years(City.named(options["city"]), options["year"])]


def _line(year: Seeded) -> str:
    state = "暂定，尚未公布 provisional" if year.provisional else "已公布 published"
    return f"{year.year}: {year.days} 天 days ({state})，人工 by hand: {year.kept}"
