"""manage.py build_gazetteer: make the places of one city, or of all, anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from facilities.derive import rebuild
from grids.models import City


class Command(BaseCommand):
    help = "由网格和设施重建地名库。Make the gazetteer anew from the network and the facilities."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", help="slug; all cities where absent")

    def handle(self, *args: Any, **options: Any) -> None:
        cities = [City.named(options["city"])] if options["city"] else City.objects.all()
        for city in cities:
            count = rebuild(city, timezone.now())
            self.stdout.write(f"{city.name}：{count} 条地名 places")
