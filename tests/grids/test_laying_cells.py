"""Cells fill their areas, meet exactly, and are numbered as the standard says."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grids.build import MIN_SHARE, lay_cells
from grids.checks import check_cells, overlaps, unnoded_vertices
from grids.codes import cell_code
from grids.coverage import unions
from grids.models import CodeScheme
from grids.plane import Plane
from tests.grids.networks import METRE_SRID, ragged_areas
from tests.grids.oracle import assert_noded_coverage, edges, outline, twice_area

ragged = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _coded(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    pairs = zip(cells["area_code"], cells["sequence"], strict=True)
    return cells.assign(code=[cell_code(CodeScheme.CN15, area, n) for area, n in pairs])


@ragged
@given(st.integers(0, 10**6), st.sampled_from([50.0, 100.0, 130.0, 1000.0]))
def test_cells_of_irregular_areas_are_a_noded_coverage(seed: int, size_m: float) -> None:
    areas = ragged_areas(seed)
    cells = lay_cells(areas, size_m, METRE_SRID)
    shapes = list(cells.geometry)
    assert_noded_coverage(shapes)
    # Nothing is lost or covered twice: the cells' areas sum up to what their outline encloses.
    assert twice_area(edges(shapes).elements()) == twice_area(outline(shapes).elements())
    assert check_cells(
        _coded(cells), shapely.union_all(areas.geometry.to_numpy()), CodeScheme.CN15, METRE_SRID
    ).empty


@ragged
@given(st.integers(0, 10**6))
def test_a_parent_is_exactly_the_union_of_its_children(seed: int) -> None:
    cells = lay_cells(ragged_areas(seed), 100.0, METRE_SRID)
    communities = unions(cells, by="area_code")
    streets = unions(communities.assign(street=communities["code"].str[:11]), by="street")
    for level in (communities, streets):
        parts = list(shapely.get_parts(level.geometry.to_numpy()))
        assert_noded_coverage(parts)
        assert outline(parts) == outline(list(cells.geometry))


def test_large_countryside_cells_meet_small_town_cells_vertex_by_vertex() -> None:
    areas = ragged_areas(7, count=4, side_deg=0.03)
    sizes = pd.Series([100.0, 1000.0, 100.0, 2000.0][: len(areas)], index=areas.index)
    cells = _coded(lay_cells(areas, sizes, METRE_SRID))
    assert set(cells["size_m"]) == {100.0, 1000.0, 2000.0}
    assert_noded_coverage(list(cells.geometry))
    assert unnoded_vertices(cells).empty


def test_slivers_join_the_neighbour_of_their_own_area() -> None:
    areas = ragged_areas(3, count=5)
    cells = lay_cells(areas, 100.0, METRE_SRID)
    assert cells["area_m2"].min() >= MIN_SHARE * 100**2
    assert set(cells["area_code"]) == set(areas["code"])
    before = Plane(METRE_SRID).degrees_in_metres(areas.geometry.to_numpy())
    after = cells.groupby("area_code")["area_m2"].sum().to_numpy()
    assert after == pytest.approx(shapely.area(before), rel=1e-4)


def test_an_area_smaller_than_a_cell_is_one_cell() -> None:
    speck = ragged_areas(1, count=1, side_deg=0.0002)
    cells = lay_cells(speck, 100.0, METRE_SRID)
    assert cells["sequence"].tolist() == [1]


def test_an_area_in_two_parts_has_cells_in_both() -> None:
    parts = shapely.multipolygons(
        [shapely.box(112.9, 27.8, 112.903, 27.803), shapely.box(112.91, 27.8, 112.913, 27.803)]
    )
    areas = gpd.GeoDataFrame({"code": ["430304010003"]}, geometry=[parts], crs=4326)
    cells = lay_cells(areas, 100.0, METRE_SRID)
    assert set(cells.geom_type) == {"Polygon"}
    west_part = cells.within(parts.geoms[0].buffer(1e-6))
    assert west_part.any()
    assert not west_part.all()


def test_full_cells_are_squares_of_the_metre_plane() -> None:
    cells = lay_cells(ragged_areas(5, count=2), 100.0, METRE_SRID)
    corners_of = shapely.get_num_coordinates(cells.geometry.to_numpy())
    full = cells[(corners_of == 5) & ((cells["area_m2"] - 10_000).abs() < 2)]
    corners_m = shapely.get_coordinates(full.to_crs(METRE_SRID).geometry.to_numpy())
    assert len(full) > 50
    assert np.abs(corners_m - np.round(corners_m, -2)).max() < 0.02


def test_cells_are_numbered_west_to_east_then_north_to_south() -> None:
    west, south = 400_000, 3_079_000
    square = Plane(METRE_SRID).to_ticks(
        np.array(
            [(west, south), (west + 300, south), (west + 300, south + 200), (west, south + 200)]
        )
    )
    areas = gpd.GeoDataFrame(
        {"code": ["430304010003"]}, geometry=[shapely.Polygon(square / 10**7)], crs=4326
    )
    cells = lay_cells(areas, 100.0, METRE_SRID).to_crs(METRE_SRID)
    columns = ((cells.geometry.centroid.x - west) // 100).astype(int).tolist()
    rows_from_north = (1 - (cells.geometry.centroid.y - south) // 100).astype(int).tolist()
    assert list(zip(rows_from_north, columns, strict=True)) == [
        (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2),
    ]  # fmt: skip


def test_the_same_areas_give_the_same_cells_in_any_order() -> None:
    areas = ragged_areas(11)
    shuffled = areas.sample(frac=1, random_state=2)
    once = lay_cells(areas, 100.0, METRE_SRID)
    again = lay_cells(shuffled, 100.0, METRE_SRID)
    assert once["area_code"].tolist() == again["area_code"].tolist()
    assert shapely.equals(once.geometry.to_numpy(), again.geometry.to_numpy()).all()


def test_an_overlap_that_only_rounding_made_would_be_found() -> None:
    cells = _coded(lay_cells(ragged_areas(2, count=2), 100.0, METRE_SRID))
    moved = cells.copy()
    moved.loc[0, "geometry"] = shapely.affinity.translate(cells.geometry[0], 3e-7, 0)
    assert not overlaps(moved, METRE_SRID).empty
    assert overlaps(cells, METRE_SRID).empty
