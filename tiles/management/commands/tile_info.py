"""manage.py tile_info 14/13326/6876 cases --city xiangtan: what is in a tile, decoded."""

from argparse import ArgumentParser
from collections.abc import Iterator
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from departments.actors import actor_of
from gis_core.actor import Actor
from gis_core.errors import DomainError
from gis_core.layers import Layer, Viewing, registry
from gis_core.tile import TileAddress
from grids.models import City
from tiles.info import LayerInfo, read_tile
from tiles.mvt import TileRequest, render

OPERATOR: Final = Actor(user_id=UUID(int=0), name="tile_info", is_operator=True)
"""Whoever may run commands on the server sees everything; no account has this key."""


class Command(BaseCommand):
    help = "解码一块矢量切片 Decode a vector tile: layers, features, attributes, bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="z/x/y")
        parser.add_argument("layers", nargs="*", help="all layers where none is named")
        parser.add_argument("--city", required=True, help="slug of the city")
        parser.add_argument("--user", help="see what this account sees, rather than everything")
        parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            viewing = _viewing(options["city"], options["user"])
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


def _viewing(slug: str, username: str | None) -> Viewing:
    now = timezone.now()
    actor = OPERATOR if username is None else actor_of(_user(username), now)
    return Viewing(actor=actor, city=City.named(slug), at=now)


def _user(username: str) -> User:
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"没有这个账号 There is no such account: {username}") from None


def _address(text: str) -> TileAddress:
    try:
        z, x, y = (int(part) for part in text.split("/"))
    except ValueError:
        raise CommandError(f"应为 z/x/y Not an address (z/x/y): {text}") from None
    return TileAddress(z, x, y)
