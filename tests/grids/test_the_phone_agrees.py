"""The phone's answer is the server's, point by point: one shared file, read by both.

The networks are those of a city: cells of 100 m clipped by ragged borders, and blocks between
crooked streets whose edges are so long that straight lines and great circles differ by centimetres.
Both have holes. The web client reads what is written here (`web/src/grid/agreement.test.ts`).
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon
from django.db import connection
from stack.layout import find_layout
from stack.web import node_environment

from gis_core.geometry import rounded
from grids.models import Cell, City, Community, District, Street
from grids.offline import pack_of, pack_version
from grids.snap import SnapKind, snap_all
from tests.grids.networks import ragged_areas
from tests.grids.stored import AT, Network, multi, store_network

WEB: Final = Path(__file__).resolve().parents[2] / "web"
EAST: Final = "430305"


class Answer(NamedTuple):
    """What the server says of a point, beside the district of its cell."""

    lon: float
    lat: float
    how: str
    code: str | None
    metres: float
    district: str


def clipped() -> Network:
    return store_network(ragged_areas(5, count=14, side_deg=0.02), size_m=100.0)


def blocks() -> Network:
    return store_network(ragged_areas(8, count=70, side_deg=0.2), size_m=50_000.0)


def spoilt(network: Network, seed: int) -> Network:
    """Take every twentieth cell away, and give half of the communities to a second district."""
    cells = list(Cell.objects.order_by("code"))
    lost = np.random.default_rng(seed).choice(len(cells), max(2, len(cells) // 20), replace=False)
    Cell.objects.filter(pk__in=[cells[i].pk for i in lost]).delete()
    homes = list(network.communities.values())
    middle = float(np.mean([home.geom.centroid.x for home in homes]))
    west = [home for home in homes if home.geom.centroid.x <= middle]
    east = [home for home in homes if home not in west]
    for area in (network.district, network.street):
        type(area).objects.filter(pk=area.pk).update(geom=_ground(west))
    common = {"generation": network.generation, "city": network.city, "geom": _ground(east)}
    district = District.objects.create(**common, code=EAST, name="东区")
    street = Street.objects.create(**common, district=district, code=f"{EAST}001", name="东街道")
    Community.objects.filter(pk__in=[home.pk for home in east]).update(street=street)
    Cell.objects.filter(community__in=east).update(street=street)
    return network


def _ground(homes: list[Community]) -> MultiPolygon:
    return multi(shapely.union_all([shapely.from_wkb(bytes(home.geom.wkb)) for home in homes]))


def points_of(network: Network, count: int, seed: int) -> np.ndarray:
    """Points all over and around; a tenth on corners, borders and within a step of them; more
    beside the holes and the outer border, where the nearest cell is asked for."""
    rng = np.random.default_rng(seed)
    shapes = [shapely.from_wkb(bytes(c.geom.wkb)) for c in Cell.objects.order_by("code")]
    rings = shapely.get_rings(shapes)
    vertices = shapely.get_coordinates(rings)
    rim = shapely.boundary(shapely.union_all(shapes))
    west, south, east, north = shapely.total_bounds(shapes)
    margin = 0.0006
    tenth = count // 10
    corners = vertices[rng.integers(0, len(vertices), tenth // 3)]
    lines = rings[rng.integers(0, len(rings), tenth - len(corners))]
    along = shapely.line_interpolate_point(lines, rng.random(len(lines)), normalized=True)
    steps = rng.integers(-1, 2, (len(lines), 2)) * 1e-7
    border = rounded(shapely.get_coordinates(along)) + steps
    beside_rim = shapely.line_interpolate_point(rim, rng.random(tenth * 3), normalized=True)
    far = rng.normal(0, 0.0002, (tenth * 3, 2))
    gaps = shapely.get_coordinates(beside_rim) + far
    left = count - len(corners) - len(border) - len(gaps)
    box = ((west - margin, south - margin), (east + margin, north + margin))
    return np.vstack([corners, border, gaps, rng.uniform(*box, (left, 2))])


def answers(network: Network, points: np.ndarray) -> list[Answer]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE asked ON COMMIT DROP AS "
            "SELECT * FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS t (id, lon, lat)",
            [list(range(len(points))), points[:, 0].tolist(), points[:, 1].tolist()],
        )
        snap_all(cursor, generation=network.generation, points="SELECT * FROM asked", into="told")
        cursor.execute(
            "SELECT a.lon, a.lat, coalesce(t.how, 'outside'), c.code, coalesce(t.distance_m, 0), "
            "coalesce(d.code, '') FROM asked a LEFT JOIN told t ON t.id = a.id "
            "LEFT JOIN grids_cell c ON c.id = t.cell_id "
            "LEFT JOIN grids_street s ON s.id = c.street_id "
            "LEFT JOIN grids_district d ON d.id = s.district_id ORDER BY a.id"
        )
        rows = [Answer(*row) for row in cursor.fetchall()]
        cursor.execute("DROP TABLE asked, told, told_point")
    return rows


def expected(rows: list[Answer], district: str) -> list[list[Any]]:
    """What a phone with the pack of a district says: its own cells, else that it is elsewhere."""
    elsewhere = ["elsewhere", None, 0]
    return [
        [row.lon, row.lat, *(row[2:5] if row.district == district or not district else elsewhere)]
        for row in rows
    ]


def write_shared(network: Network, rows: list[Answer], folder: Path, name: str) -> list[Any]:
    city = City.objects.get(pk=network.city.pk)
    written = []
    for district in ("", network.district.code, EAST):
        file = f"{name}-{district or 'city'}.pack"
        version = pack_version(city, district, AT)
        (folder / file).write_bytes(pack_of(city, district, AT, version))
        points = expected(rows, district)
        written.append({"name": file, "pack": file, "points": points})
    return written


def run_vitest(folder: Path) -> None:
    done = subprocess.run(
        ["node", "node_modules/vitest/vitest.mjs", "run", "src/grid/agreement.test.ts"],
        cwd=WEB,
        env={**node_environment(find_layout("test")), "WANGGE_SNAP_AGREEMENT": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "6 passed" in done.stdout


def compare(folder: Path, count: int) -> None:
    if not (WEB / "node_modules" / "vitest").exists():
        pytest.skip("web/node_modules is not installed")
    shared: list[Any] = []
    kinds: Counter[str] = Counter()
    for seed, (name, lay) in enumerate((("clipped", clipped), ("blocks", blocks))):
        network = spoilt(lay(), seed)
        rows = answers(network, points_of(network, count, seed))
        kinds.update(row.how for row in rows)
        shared += write_shared(network, rows, folder, name)
        Cell.objects.all().delete()
        City.objects.filter(pk=network.city.pk).update(slug=name, code=name)
    assert set(kinds) == set(SnapKind)
    assert kinds["border"] >= count // 20
    (folder / "shared.json").write_text(json.dumps(shared))
    run_vitest(folder)


def test_the_phone_agrees_with_the_server(db: None, tmp_path: Path) -> None:
    compare(tmp_path, 2_500)


@pytest.mark.deep
def test_the_phone_agrees_with_the_server_on_a_hundred_thousand_points(
    db: None, tmp_path: Path
) -> None:
    compare(tmp_path, 50_000)
