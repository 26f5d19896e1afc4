"""manage.py import_dictionary: a city's own list of classes, from CSV or Excel."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from grids.models import City
from standards.class_tables import load_classes
from standards.command import StandardsCommand, day
from standards.models import Dictionary
from standards.tables import read_sheets


class Command(StandardsCommand):
    help = "导入分类字典，全部或全不 Read a dictionary from .csv or .xlsx: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="文件 .csv, .xlsx, .xls or .ods")
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("--code", required=True, help="标识 code of the new dictionary")
        parser.add_argument("--name", required=True, help="名称")
        parser.add_argument("--origin", default="", help="来源 where it was taken from")
        parser.add_argument(
            "--from", dest="since", type=day, required=True, help="生效日 2026-07-01"
        )
        parser.add_argument(
            "--id-parts", default="", help="部件标识码分段 digits of a component's ID, as 6,2,3,6"
        )

    def run(self, options: dict[str, Any]) -> list[str]:
        city = City.named(options["city"])
        dictionary = Dictionary(
            city=city,
            code=options["code"],
            name=options["name"],
            origin=options["origin"],
            valid_from=city.midnight(options["since"]),
            id_parts=[int(part) for part in options["id_parts"].split(",") if part],
        )
        load_classes(dictionary, read_sheets(options["file"])[0])
        return [f"{dictionary.name}: {dictionary.classes.count()} 类 classes"]
