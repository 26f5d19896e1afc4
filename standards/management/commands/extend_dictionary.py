"""manage.py extend_dictionary: a class of the city's own, numbered down from 99."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from grids.models import City
from standards.command import StandardsCommand
from standards.dictionaries import dictionary_named, extend


class Command(StandardsCommand):
    help = "增加本市扩展类别（自 99 向下编号）Add a class of the city's own, down from 99."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("--code", required=True, help="字典 code of the dictionary")
        parser.add_argument("--major", required=True, help="大类代码 code of the major class")
        parser.add_argument("--name", required=True, help="名称")
        parser.add_argument("--name-en", default="", help="name in English")
        parser.add_argument(
            "--sensitive",
            action="store_true",
            help="涉及个人 about a person or a home",
        )

    def run(self, options: dict[str, Any]) -> list[str]:
        dictionary = dictionary_named(City.named(options["city"]), options["code"])
        made = extend(
            dictionary,
            options["major"],
            options["name"],
            options["name_en"],
            sensitive=options["sensitive"],
        )
        return [f"{made.code} {made.name} {made.name_en}".strip()]
