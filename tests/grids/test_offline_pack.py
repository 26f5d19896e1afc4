"""The pack of a district: small, complete, and known to be old exactly when it is."""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.build import lay_cells
from grids.models import Cell, Community
from grids.pack import FRINGE, MAGIC, RURAL, VERSION, Pack, PackedCell, write_pack
from tests.factories import Cast
from tests.grids.networks import METRE_SRID, ragged_areas

PACK = "/api/v1/offline-pack?city=xiangtan"


class Reader:
    """The format read once more, as its page says it: see docs/reference/offline-pack.md."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def unsigned(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def signed(self) -> int:
        value = self.unsigned()
        return value >> 1 if value % 2 == 0 else -(value + 1 >> 1)


def read(data: bytes) -> tuple[dict[str, Any], list[tuple[int, int, str]], list[shapely.Polygon]]:
    """Return the head, (flags, area, code) of each cell, and the polygons in degrees."""
    reader = Reader(data)
    assert reader.take(5) == MAGIC
    assert reader.take(1)[0] == VERSION
    head = json.loads(reader.take(reader.unsigned()))
    x = y = 0
    lines = []
    for _ in range(reader.unsigned()):
        line = []
        for _ in range(reader.unsigned()):
            x, y = x + reader.signed(), y + reader.signed()
            line.append((x / 1e7, y / 1e7))
        lines.append(line)
    area, code, cells, shapes = 0, "", [], []
    for _ in range(reader.unsigned()):
        flags = reader.take(1)[0]
        area += reader.signed()
        code = code[: reader.unsigned()] + reader.take(reader.unsigned()).decode()
        cells.append((flags, area, code))
        shapes.append(_polygon(reader, lines))
    assert reader.at == len(data)
    return head, cells, shapes


def _polygon(reader: Reader, lines: list[list[tuple[float, float]]]) -> shapely.Polygon:
    rings, reference = [], 0
    for _ in range(reader.unsigned()):
        ring: list[tuple[float, float]] = []
        for _ in range(reader.unsigned()):
            reference += reader.signed()
            line = lines[reference // 2][:: -1 if reference % 2 else 1]
            assert not ring or ring[-1] == line[0]
            ring += line[1:] if ring else line
        assert ring[0] == ring[-1]
        rings.append(ring)
    return shapely.Polygon(rings[0], rings[1:])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([80.0, 250.0, 5000.0]))
def test_every_cell_comes_out_of_the_pack_as_it_went_in(seed: int, size_m: float) -> None:
    laid = lay_cells(ragged_areas(seed, count=6), size_m, METRE_SRID)
    frame = laid.assign(code=[f"{n:015}" for n in range(len(laid))])
    cells = [
        PackedCell(code=code, area=n % 7, rural=n % 2 == 0, fringe=n % 3 == 0)
        for n, code in enumerate(frame["code"])
    ]
    head, read_cells, shapes = read(write_pack(Pack({"city": "x"}, cells, frame.geometry.values)))
    assert head == {"city": "x"}
    assert [code for _, _, code in read_cells] == list(frame["code"])
    assert [area for _, area, _ in read_cells] == [cell.area for cell in cells]
    flags = [cell.rural * RURAL + cell.fringe * FRINGE for cell in cells]
    assert [flag for flag, _, _ in read_cells] == flags
    assert shapely.equals_exact(shapely.normalize(shapes), shapely.normalize(frame.geometry)).all()


def test_a_hole_and_the_cell_in_it_share_their_border() -> None:
    ring = [(0.0, 0.0), (0.003, 0.0), (0.003, 0.003), (0.0, 0.003)]
    hole = [(0.001, 0.001), (0.002, 0.001), (0.002, 0.002), (0.001, 0.002)]
    shapes = [shapely.Polygon(ring, [hole[::-1]]), shapely.Polygon(hole[2:] + hole[:2])]
    data = write_pack(Pack({}, [PackedCell(code=c, area=0) for c in "ab"], np.array(shapes)))
    _, _, found = read(data)
    assert shapely.equals_exact(shapely.normalize(found), shapely.normalize(shapes)).all()


def test_cells_that_are_out_of_order_are_no_pack() -> None:
    shapes = np.array([shapely.box(0, 0, 1, 1)] * 2)
    with pytest.raises(ValueError, match="order"):
        write_pack(Pack({}, [PackedCell(code=c, area=0) for c in "ba"], shapes))


def fetch(cast: Cast, district: str = "", **headers: str) -> Any:
    address = f"{PACK}&district={district}" if district else PACK
    return cast.client("collector").get(address, headers=headers)


def test_a_district_s_pack_has_its_cells_their_names_and_those_around(cast: Cast) -> None:
    answer = fetch(cast, "430302")
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Content-Type"] == "application/vnd.wangge.grid-pack"
    head, cells, _ = read(gzip.decompress(answer.content))
    assert (head["city"], head["generation"], head["district"]) == ("xiangtan", 1, "430302")
    own = [code for flags, _, code in cells if not flags & FRINGE]
    assert own == [code for code in sorted(cast.cells) if code.startswith("430302")]
    assert [code for flags, _, code in cells if flags & FRINGE] == [
        # The column of 岳塘区 beside the border, and the next one 98 m away: surely enough.
        *(code for code in sorted(cast.cells) if code.startswith("430304")),
    ]
    for _, area, code in cells:
        community, _, _, street = head["areas"][area]
        assert code.startswith(community)
        street_code, street_name, _, home = head["streets"][street]
        assert street_name == cast.streets[street_code].name
        assert head["districts"][home][0] == code[:6]


def test_the_whole_city_has_no_fringe(cast: Cast) -> None:
    _, cells, _ = read(gzip.decompress(fetch(cast).content))
    assert [code for _, _, code in cells] == sorted(cast.cells)
    assert not any(flags & FRINGE for flags, _, _ in cells)


def test_a_phone_that_has_the_pack_is_sent_nothing(cast: Cast) -> None:
    tag = fetch(cast, "430302")["ETag"]
    again = fetch(cast, "430302", if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert fetch(cast, "430304")["ETag"] != tag


def test_a_changed_cell_or_name_makes_another_pack(cast: Cast) -> None:
    tags = [fetch(cast, "430302")["ETag"]]
    Community.objects.filter(code="430302001001").update(name="泗洲庵社区")
    tags.append(fetch(cast, "430302")["ETag"])
    Cell.objects.filter(code="430302002001001").update(rural=True)
    tags.append(fetch(cast, "430302")["ETag"])
    cast.cells["430302002001002"].delete()
    last = fetch(cast, "430302", if_none_match=tags[0])
    assert last.status_code == 200
    assert len({*tags, last["ETag"]}) == 4
    assert "泗洲庵社区" in gzip.decompress(last.content).decode(errors="ignore")


def test_a_district_that_is_none_has_no_pack(cast: Cast) -> None:
    answer = fetch(cast, "430399")
    assert (answer.status_code, answer.json()["code"]) == (404, "district_unknown")
