"""Cells from the roads of a real town: every block one cell, and every border still met exactly."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from grids.drafts.findings import findings_of
from grids.models import Cell
from tests.grids.drafting import assert_a_coverage, draft_of_network
from tests.grids.stored import store_network

CENTRE, HALF_DEG = (-54.55, -20.5), 0.013
UTM_21_SOUTH = 32721


@pytest.fixture
def roads(real_data: Path) -> shapely.Geometry:
    file = f"/vsigzip/{real_data / 'osm' / 'campo-grande.osm.gz'}"
    lines = pyogrio.read_dataframe(
        file, layer="lines", columns=["highway"], where="highway IS NOT NULL"
    )
    west, south = np.subtract(CENTRE, HALF_DEG * 1.2)
    east, north = np.add(CENTRE, HALF_DEG * 1.2)
    inside = lines.geometry[lines.intersects(shapely.box(west, south, east, north))]
    return shapely.multilinestrings(shapely.get_parts(inside.to_numpy()))


@pytest.mark.real_data
def test_the_blocks_of_a_town_become_cells_that_meet(db: None, roads: shapely.Geometry) -> None:
    x, y = CENTRE
    halves = [
        shapely.box(x - HALF_DEG, y - HALF_DEG, x, y + HALF_DEG),
        shapely.box(x, y - HALF_DEG, x + HALF_DEG, y + HALF_DEG),
    ]
    codes = ["430304010001", "430304010002"]
    areas = gpd.GeoDataFrame({"code": codes}, geometry=halves, crs=4326)
    drafting = draft_of_network(store_network(areas, 250.0, metre_srid=UTM_21_SOUTH))
    for code in codes:
        drafting.do("blocks", community=code, lines=shapely.geometry.mapping(roads))
    assert_a_coverage(drafting)
    assert findings_of(drafting.generation) == []
    areas_m2 = Cell.objects.filter(generation=drafting.generation).values_list("area_m2", flat=True)
    sides_m = np.sqrt(np.array(areas_m2, dtype=float))
    assert len(sides_m) > 100
    assert 60 < np.median(sides_m) < 150
