"""manage.py export_rows --city xiangtan --code handbook --to rows.xlsx"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from grids.models import City
from standards.command import StandardsCommand
from standards.dictionaries import dictionary_named
from standards.handbook.loading import book_named
from standards.handbook.writing import sheet_of
from standards.tables import write_sheets


class Command(StandardsCommand):
    help = "导出立案标准 Write standard rows as .csv or .xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("--code", required=True, help="立案标准 code of the row set")
        parser.add_argument("--dictionary", help="字典 that names the classes")
        parser.add_argument("--to", required=True, type=Path, help="文件 .csv or .xlsx")

    def run(self, options: dict[str, Any]) -> list[str]:
        city = City.named(options["city"])
        named = options["dictionary"]
        dictionary = dictionary_named(city, named) if named else None
        sheet = sheet_of(book_named(city, options["code"]), dictionary)
        write_sheets(options["to"], [sheet])
        return [f"{len(sheet.rows) - 1} 行 lines → {options['to']}"]
