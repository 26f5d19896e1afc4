"""manage.py export_tiles cases cases.pmtiles --city xiangtan: a layer as one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_core.errors import DomainError
from gis_core.layers import registry
from tiles.management.bars import bar
from tiles.management.viewing import add_area, add_viewing, area_of, viewing_of
from tiles.packing import pack


class Command(BaseCommand):
    help = "把一个图层导出为 PMTiles 文件 Write a layer of an area as a PMTiles file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("layer")
        parser.add_argument("file", type=Path)
        parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE")
        add_viewing(parser)
        add_area(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        said = dict(pair.partition("=")[::2] for pair in options["filter"])
        try:
            viewing = viewing_of(options)
            area = area_of(options, viewing)
            layer = registry.get(options["layer"])
            with bar(layer.name, len(area)) as told:
                done = pack(options["file"], layer, viewing, area, said=said, told=told)
        except DomainError as error:
            raise CommandError(f"{error.detail('zh')} {error.detail('en')}") from error
        self.stdout.write(f"{done.tiles:,} tiles, {done.size_bytes:,} bytes: {options['file']}")
