"""manage.py tile_info 14/13326/6876 cases --city xiangtan: what is in a tile, decoded."""

from argparse import ArgumentParser
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_core.errors import DomainError
from gis_core.layers import Layer, registry
from gis_core.tile import TileAddress
from tiles.info import LayerInfo, read_tile
from tiles.management.viewing import add_viewing, viewing_of
from tiles.mvt import TileRequest, render


class Command(BaseCommand):
    help = "解码一块矢量切片 Decode a vector tile: layers, features, attributes, bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="z/x/y")
        parser.add_argument("layers", nargs="*", help="all layers where none is named")
        add_viewing(parser)
        parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            viewing = viewing_of(options)
            said = dict(pair.partition("=")[::2] for pair in options["filter"])
            layers = [registry.get(name) for name in options["layers"]] or list(registry)
            address = _address(options["address"])
            for layer in layers:
                wanted = TileRequest(layer=layer, address=address, viewing=viewing, said=said)
                self.stdout.writelines(f"{line}\n" for line in _lines(layer, wanted))
        except DomainError as error:
            raise CommandError(f"{error.detail('zh')} {error.detail('en')}") from error


def _lines(layer: Layer, wanted: TileRequest) -> Iterator[str]:
    began = perf_counter()
    body = render(wanted)
    took_ms = (perf_counter() - began) * 1000
    info = read_tile(body)
    if not info.layers:
        yield f"{layer.name}: empty, {took_ms:.1f} ms"
    for found in info.layers:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.kinds.items()))
        yield f"{found.name}: {kinds}{_counted(found)}"
        yield f"  {info.size_bytes} bytes, {info.gzip_bytes} gzip, {took_ms:.1f} ms"
        yield from (f"  {name}: {count}" for name, count in sorted(found.attributes.items()))


def _counted(found: LayerInfo) -> str:
    return "" if found.counted is None else f", counting {found.counted}"


def _address(text: str) -> TileAddress:
    try:
        z, x, y = (int(part) for part in text.split("/"))
    except ValueError:
        raise CommandError(f"应为 z/x/y Not an address (z/x/y): {text}") from None
    return TileAddress(z, x, y)
