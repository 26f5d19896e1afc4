"""manage.py import_rows: a city's command handbook (指挥手册), as its Excel is."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from grids.models import City
from standards.clocks import Unit
from standards.command import StandardsCommand, day
from standards.dictionaries import dictionary_named
from standards.handbook.loading import NewBook, load_book
from standards.handbook.mapping import MAPPINGS, read_mapping
from standards.handbook.problems import HandbookRefused
from standards.limits import BARE
from standards.tables import read_sheets

SHOWN_AT_MOST = 200


class Command(StandardsCommand):
    help = "导入立案标准，全部或全不 Read standard rows from .xlsx or .csv: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="文件 .xlsx, .xls, .ods or .csv")
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("--code", required=True, help="标识 code of the new row set")
        parser.add_argument("--name", required=True, help="名称")
        parser.add_argument("--origin", default="", help="来源 where it was taken from")
        parser.add_argument(
            "--from", dest="since", type=day, required=True, help="生效日 2026-07-01"
        )
        parser.add_argument("--dictionary", required=True, help="字典 whose classes the rows name")
        parser.add_argument("--mapping", type=Path, default=MAPPINGS / "handbook.toml")
        parser.add_argument(
            "--unit",
            type=_unit,
            action="append",
            default=[],
            metavar="小时=urgent_hour",
            help="未注明的单位 what a bare unit means: " + ", ".join(Unit),
        )

    def run(self, options: dict[str, Any]) -> list[str]:
        city = City.named(options["city"])
        book = NewBook(
            city=city,
            code=options["code"],
            name=options["name"],
            origin=options["origin"],
            valid_from=city.midnight(options["since"]),
            unit_words=dict(options["unit"]),
            dictionary=dictionary_named(city, options["dictionary"]),
        )
        try:
            made = load_book(book, read_sheets(options["file"]), read_mapping(options["mapping"]))
        except HandbookRefused as refused:
            raise CommandError("\n".join(_told(refused))) from None
        classes = made.rows.values("class_code").distinct().count()
        return [f"{made.name}: {made.rows.count()} 条 rows, {classes} 类 classes"]


def _told(refused: HandbookRefused) -> list[str]:
    shown = refused.problems[:SHOWN_AT_MOST]
    lines = [f"{problem.said('zh')}\n  {problem.said('en')}" for problem in shown]
    return [f"[{refused.code}]", *lines, refused.detail("zh"), refused.detail("en")]


def _unit(text: str) -> tuple[str, str]:
    word, equals, unit = text.partition("=")
    if not equals or word not in set(BARE.values()) or unit not in set(map(str, Unit)):
        raise ArgumentTypeError("请写成 write 小时=urgent_hour")
    return word, unit
