"""manage.py export_dictionary --city xiangtan --code 2026 --to classes.xlsx"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from grids.models import City
from standards.class_tables import sheet_of
from standards.command import StandardsCommand
from standards.dictionaries import dictionary_named
from standards.tables import write_sheets


class Command(StandardsCommand):
    help = "导出分类字典 Write a dictionary as .csv or .xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("--code", required=True, help="字典 code of the dictionary")
        parser.add_argument("--to", required=True, type=Path, help="文件 .csv or .xlsx")

    def run(self, options: dict[str, Any]) -> list[str]:
        dictionary = dictionary_named(City.named(options["city"]), options["code"])
        sheet = sheet_of(dictionary)
        write_sheets(options["to"], [sheet])
        return [f"{len(sheet.rows) - 1} 类 classes → {options['to']}"]
