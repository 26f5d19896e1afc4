"""manage.py load_dictionary --city xiangtan --code 2026: a dictionary that comes with Wangge."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from grids.models import City
from standards.command import StandardsCommand, day
from standards.dictionaries import load_dictionary, shipped


class Command(StandardsCommand):
    help = "载入平台自带的分类字典 Load a dictionary that comes with the platform."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument("--code", required=True, choices=sorted(shipped()))
        parser.add_argument("--from", dest="since", type=day, help="生效日 in force from this day")

    def run(self, options: dict[str, Any]) -> list[str]:
        city = City.named(options["city"])
        since = city.midnight(options["since"]) if options["since"] else timezone.now()
        dictionary = load_dictionary(city, options["code"], valid_from=since)
        return [
            f"{dictionary.name}: {dictionary.classes.count()} 类 classes",
            dictionary.origin,
        ]
