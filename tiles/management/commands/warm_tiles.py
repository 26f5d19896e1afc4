"""manage.py warm_tiles --city xiangtan: draw a city's tiles before somebody asks for them."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_core.errors import DomainError
from gis_core.layers import registry
from tiles.management.bars import bar
from tiles.management.viewing import add_area, add_viewing, area_of, viewing_of
from tiles.packing import warm


class Command(BaseCommand):
    help = "预先生成切片 Draw tiles before they are asked for, so that the first look is quick."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("layers", nargs="*", help="all layers where none is named")
        parser.add_argument("--coding", default="zstd", choices=["identity", "gzip", "br", "zstd"])
        add_viewing(parser)
        add_area(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._warm(options)
        except DomainError as error:
            raise CommandError(f"{error.detail('zh')} {error.detail('en')}") from error

    def _warm(self, options: dict[str, Any]) -> None:
        viewing = viewing_of(options)
        area = area_of(options, viewing)
        layers = [registry.get(name) for name in options["layers"]] or list(registry)
        for layer in layers:
            began = perf_counter()
            with bar(layer.name, len(area)) as told:
                size = warm(layer, viewing, area, coding=options["coding"], told=told)
            took = perf_counter() - began
            self.stdout.write(f"{layer.name}: {len(area):,} tiles, {size:,} bytes, {took:.1f} s")
