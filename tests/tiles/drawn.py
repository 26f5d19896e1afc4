"""Cases to draw, and tiles read back with a decoder that we did not write."""

from __future__ import annotations

import gzip
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import brotli
import mapbox_vector_tile
import zstandard
from django.contrib.gis.geos import Point
from django.http import HttpResponse
from rest_framework.test import APIClient

from cases.models import Case, Source
from cases.states import State
from gis_core.srid import WGS84
from gis_core.tile import EXTENT, TileAddress
from grids.models import Cell, City
from tests import ground
from tests.factories import NOW, Cast

BOX: Final = (
    ground.WEST,
    ground.SOUTH,
    ground.WEST + 4 * ground.STEP_DEG,
    ground.SOUTH + 2 * ground.STEP_DEG,
)
"""West, south, east, north of the shared cast's ground, in WGS 84 degrees."""


@dataclass(frozen=True)
class Feature:
    """A decoded feature: its point in steps of the tile from its north-western corner."""

    id: int
    type: str
    at: Any
    properties: dict[str, Any]


def decoded(body: bytes, layer: str) -> list[Feature]:
    """Return the features of a layer in the tile's order; beside it stand its names at most."""
    if not body:
        return []
    read = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    of = layer.removesuffix("_labels")
    assert set(read) <= {of, f"{of}_labels"}
    if layer not in read:
        return []
    assert read[layer]["extent"] == EXTENT
    return [
        Feature(f["id"], f["geometry"]["type"], f["geometry"]["coordinates"], f["properties"])
        for f in read[layer]["features"]
    ]


def ask(browser: APIClient, layer: str, at: TileAddress, **said: str) -> Any:
    """Return the answer to a request for a tile of Xiangtan."""
    query = urlencode({"city": "xiangtan", **said})
    return browser.get(f"/tiles/{layer}/{at.z}/{at.x}/{at.y}.mvt?{query}")


def tile(browser: APIClient, layer: str, at: TileAddress, **said: str) -> list[Feature]:
    """Return the features that the browser is given; none for 204.

    `layer` may name the points for a layer's names (`streets_labels`), which stand in its tiles.
    """
    answer = ask(browser, layer.removesuffix("_labels"), at, **said)
    assert answer.status_code in (200, 204), answer.content
    assert bool(answer.content) == (answer.status_code == 200)
    return decoded(answer.content, layer)


def covering(z: int) -> Iterator[TileAddress]:
    """The tiles of a zoom that hold the ground, from the north-west."""
    west, south, east, north = BOX
    first = TileAddress.containing(west, north, z)
    last = TileAddress.containing(east, south, z)
    for y in range(first.y, last.y + 1):
        for x in range(first.x, last.x + 1):
            yield TileAddress(z, x, y)


def on_screen(browser: APIClient, layer: str, z: int, **said: str) -> dict[int, Feature]:
    """Return what a map that shows the whole ground holds, by feature id."""
    found: dict[int, Feature] = {}
    for address in covering(z):
        found |= {feature.id: feature for feature in tile(browser, layer, address, **said)}
    return found


def steps_of(point: Point | None, at: TileAddress) -> tuple[float, float]:
    """Where a WGS 84 point lies in a tile, computed without PostGIS."""
    assert point is not None
    side = 1 << at.z
    x = (point.x / 360 + 0.5) * side - at.x
    y = (0.5 - math.asinh(math.tan(math.radians(point.y))) / (2 * math.pi)) * side - at.y
    return x * EXTENT, y * EXTENT


def unpacked(answer: HttpResponse) -> bytes:
    """Return the tile of an answer, however it travelled."""
    coding = answer.get("Content-Encoding")
    if coding is None:
        return answer.content
    unpack: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    }
    return unpack[coding](answer.content)


def scatter(cast: Cast, count: int, *, seed: int = 7) -> list[Case]:
    """Make `count` cases all over the ground: every state, class and source, some by the units."""
    draw = random.Random(seed)
    cells = list(cast.cells.values())
    cases = [_case(cast, draw, cells) for _ in range(count)]
    Case.objects.bulk_create(cases)
    return list(Case.objects.order_by("id"))


def placeless(cast: Cast, count: int) -> None:
    """Make cases whose place nobody knows."""
    Case.objects.bulk_create(
        case_row(cast, reported_at=NOW, place_known=False) for _ in range(count)
    )


def case_at(cast: Cast, lon: float, lat: float, **values: Any) -> Case:
    """Make one case at a WGS 84 point, kept to 1e-7°; its cell is only a foreign key here."""
    point = Point(round(lon, 7), round(lat, 7), srid=WGS84)
    case = case_row(cast, geom=point, cell=next(iter(cast.cells.values())), **values)
    case.save()
    case.refresh_from_db()
    return case


def case_row(cast: Cast, **values: Any) -> Case:
    """Return an unsaved case of the cast's city."""
    given: dict[str, Any] = {
        "city": cast.city,
        "state": State.HANDLING,
        "case_class": cast.classes["03001"],
        "source": Source.COLLECTOR,
        "datum": "wgs84",
        "reported_at": NOW,
        "received_at": NOW,
        **values,
    }
    return Case(fingerprint="0" * 64, **given)


def _case(cast: Cast, draw: random.Random, cells: list[Cell]) -> Case:
    cell = draw.choice(cells)
    west, south, east, north = cell.geom.extent
    lon, lat = draw.uniform(west, east), draw.uniform(south, north)
    owner = draw.choice(["yuhu", "yuetang", "water"])
    at = NOW - timedelta(days=draw.uniform(0, 60))
    return case_row(
        cast,
        geom=Point(round(lon, 7), round(lat, 7), srid=WGS84),
        cell=cell,
        street_code=cell.code[:9],
        district_code=cell.code[:6],
        state=draw.choice(list(State)),
        case_class=cast.classes[draw.choice(["01001", "03001", "03002", "03003"])],
        source=draw.choice(list(Source)),
        organization=cast.organizations[owner],
        unit=cast.organizations["yuhu-unit"] if draw.random() < 0.3 else None,
        reporter_account=cast.users["collector"] if draw.random() < 0.1 else None,
        reported_at=at,
        due_at=at + timedelta(days=20) if draw.random() < 0.8 else None,
    )


def other_city_case(city: City, cast: Cast, at: datetime) -> Case:
    """Make a case of another city, at the same place."""
    case = case_row(cast, city=city, reported_at=at)
    first = next(iter(cast.cells.values()))
    case.geom, case.cell = Point(BOX[0] + 0.0005, BOX[1] + 0.0005, srid=WGS84), first
    case.save()
    return case
