"""The largest district of the full demo city fits into a phone's pack."""

import gzip
from pathlib import Path

import pytest

from demo.network import build_network
from grids.pack import Pack, PackedCell, write_pack
from tests.demo.test_network_of_the_demo_city import CITY

PACK_BYTES = 300_000

pytestmark = [pytest.mark.real_data, pytest.mark.deep]


def test_a_whole_district_s_cells_are_at_most_300_kb(fetched: Path) -> None:
    frames = build_network(fetched, CITY, "full")
    street = frames.communities.set_index("code")["parent"]
    district = street.map(frames.streets.set_index("code")["parent"])
    cells = frames.cells.assign(district=frames.cells["area_code"].map(district))
    for _, own in cells.sort_values("code").groupby("district"):
        areas = sorted(set(own["area_code"]))
        head = {"areas": [[code, "某某社区居民委员会", "Some community", 0] for code in areas]}
        packed = [
            PackedCell(code=row.code, area=areas.index(row.area_code), rural=row.rural)
            for row in own.itertuples()
        ]
        body = gzip.compress(write_pack(Pack(head, packed, own.geometry.to_numpy())), 9)
        assert len(body) <= PACK_BYTES
    assert cells["district"].value_counts().max() > 7000
