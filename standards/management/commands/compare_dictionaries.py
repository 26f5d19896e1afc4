"""manage.py compare_dictionaries --city xiangtan 2013 2026: what becomes of every class."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from grids.models import City
from standards.command import StandardsCommand
from standards.dictionaries import dictionary_named
from standards.migration_report import FATES, compare, sheet_of
from standards.tables import write_sheets


class Command(StandardsCommand):
    help = "两个分类字典的对照 What becomes of every class from one dictionary to another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("old", help="旧字典 code of the old dictionary")
        parser.add_argument("new", help="新字典 code of the new one")
        parser.add_argument("--to", type=Path, help="写入文件 write a .csv or .xlsx here")

    def run(self, options: dict[str, Any]) -> list[str]:
        city = City.named(options["city"])
        old, new = (dictionary_named(city, options[name]) for name in ("old", "new"))
        moves = compare(old, new)
        sheet = sheet_of(moves)
        counts = Counter(move.fate for move in moves)
        totals = [f"{counts[fate]:>6}  {words.zh} {words.en}" for fate, words in FATES.items()]
        if options["to"]:
            write_sheets(options["to"], [sheet])
            return [*totals, str(options["to"])]
        return ["\t".join(line[:5]) for line in sheet.rows] + totals
