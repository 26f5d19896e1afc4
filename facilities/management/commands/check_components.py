"""manage.py check_components --city xiangtan: every component whose ID does not hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from facilities.register import broken_components
from gis_core.errors import DomainError
from grids.models import City

SHOWN_AT_MOST = 200


class Command(BaseCommand):
    help = "检查部件标识码 Check the IDs of components by what their dictionaries say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            city = City.named(options["city"])
        except DomainError as error:
            raise CommandError(f"{error.detail('zh')}\n{error.detail('en')}") from None
        count = 0
        for count, broken in enumerate(broken_components(city), start=1):
            if count <= SHOWN_AT_MOST:
                self.stdout.write(f"{broken.words.zh}\n  {broken.words.en}")
        if count:
            raise CommandError(f"有问题的部件 components with a wrong ID: {count}")
        self.stdout.write("部件标识码均符合字典 every component's ID holds")
