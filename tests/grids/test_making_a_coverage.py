"""Areas that somebody drew become areas that meet, and every repair is told with its m²."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from grids.build import lay_cells
from grids.coverage import Coverage, Repair, make_coverage, overhangs, unions
from tests.grids.networks import METRE_SRID
from tests.grids.oracle import assert_noded_coverage

BOSTON_METRES, BOSTON_FEET = 26986, 2249


def _areas(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": list(shapes)}, geometry=list(shapes.values()), crs=4326)


def _repairs(coverage: Coverage, kind: Repair) -> gpd.GeoDataFrame:
    return coverage.repairs[coverage.repairs["kind"] == kind]


def test_an_overlap_goes_to_the_lower_code_and_is_told() -> None:
    areas = _areas(
        b=shapely.box(112.9, 27.8, 112.902, 27.801), a=shapely.box(112.9019, 27.8, 112.904, 27.801)
    )
    coverage = make_coverage(areas, METRE_SRID)
    (overlap,) = _repairs(coverage, Repair.OVERLAP).itertuples()
    assert (overlap.code, overlap.other) == ("a", "b")
    assert overlap.area_m2 == pytest.approx(9.85 * 110.8, rel=0.01)
    by_code = coverage.areas.set_index("code").geometry
    assert by_code["a"].bounds[0] == 112.9019
    assert by_code["b"].bounds[2] == 112.9019


def test_a_small_gap_goes_to_the_neighbour_with_the_longest_border() -> None:
    ring = shapely.box(112.9, 27.8, 112.91, 27.81) - shapely.box(112.905, 27.804, 112.9052, 27.806)
    west, east = (
        ring & shapely.box(112.9, 27.8, 112.905, 27.81),
        ring & shapely.box(112.905, 27.8, 112.91, 27.81),
    )
    coverage = make_coverage(_areas(a=west, b=east), METRE_SRID, sliver_m2=10_000)
    (gap,) = _repairs(coverage, Repair.GAP_FILLED).itertuples()
    assert gap.code == "b"
    assert gap.area_m2 == pytest.approx(19.7 * 221.6, rel=0.01)


def test_a_large_gap_is_left_and_told() -> None:
    ring = shapely.box(112.9, 27.8, 112.92, 27.82) - shapely.box(112.905, 27.805, 112.915, 27.815)
    coverage = make_coverage(_areas(a=ring), METRE_SRID)
    (gap,) = _repairs(coverage, Repair.GAP_LEFT).itertuples()
    assert gap.area_m2 > 1e6
    assert coverage.areas.geometry[0].interiors


def test_a_bow_tie_is_made_valid_and_told() -> None:
    bow_tie = shapely.Polygon([(112.9, 27.8), (112.91, 27.81), (112.91, 27.8), (112.9, 27.81)])
    coverage = make_coverage(_areas(a=bow_tie), METRE_SRID)
    assert len(_repairs(coverage, Repair.INVALID)) == 1
    assert coverage.areas.is_valid.all()


def test_what_an_overlap_cuts_off_goes_to_its_neighbour() -> None:
    strip = shapely.box(112.9, 27.8005, 112.91, 27.8006)
    areas = _areas(a=strip, b=shapely.box(112.901, 27.8, 112.909, 27.80061))
    coverage = make_coverage(areas, METRE_SRID)
    assert set(coverage.areas.geom_type) == {"Polygon"}
    (cut_off,) = _repairs(coverage, Repair.FRAGMENT).itertuples()
    assert (cut_off.code, cut_off.other) == ("a", "b")


@pytest.fixture(scope="module")
def precincts(real_data: Path) -> gpd.GeoDataFrame:
    path = real_data / "boston" / "precincts.geojson"
    frame = gpd.read_file(path).set_crs(BOSTON_FEET, allow_override=True).to_crs(4326)
    frame["code"] = frame["WARD_PRECINCT"]
    return frame.assign(parent_code=frame["code"].str[:2])


@pytest.fixture(scope="module")
def boston(precincts: gpd.GeoDataFrame) -> Coverage:
    return make_coverage(precincts, BOSTON_METRES)


@pytest.mark.real_data
def test_all_255_precincts_of_boston_meet_exactly(boston: Coverage) -> None:
    assert len(boston.areas) == 255
    assert_noded_coverage(list(shapely.get_parts(boston.areas.geometry.to_numpy())))
    assert shapely.coverage_is_valid(boston.areas.geometry.to_numpy())


@pytest.mark.real_data
def test_the_44_known_overlaps_are_among_the_repairs(boston: Coverage) -> None:
    pairs = _repairs(boston, Repair.OVERLAP).groupby(["code", "other"])["area_m2"].sum()
    assert 44 <= (pairs > 1).sum() <= 46
    assert all(kept < lost for kept, lost in pairs.index)


@pytest.mark.real_data
def test_wards_are_rebuilt_as_unions_by_code(boston: Coverage) -> None:
    areas = boston.areas.assign(ward=boston.areas["code"].str[:2])
    wards = unions(areas, by="ward")
    assert len(wards) == 22
    assert_noded_coverage(list(shapely.get_parts(wards.geometry.to_numpy())))


@pytest.mark.real_data
def test_precincts_that_stick_out_of_their_ward_are_told(
    real_data: Path, precincts: gpd.GeoDataFrame
) -> None:
    wards = gpd.read_file(real_data / "boston" / "wards.geojson")
    wards["code"] = wards["WARD"].map("{:02}".format)
    outside = overhangs(precincts, wards, BOSTON_METRES)
    assert 100 <= (outside["area_m2"] > 300).sum() <= 120
    assert outside["other"].isin(wards["code"]).all()


@pytest.mark.real_data
def test_200_m_cells_inside_precincts_are_a_noded_coverage(boston: Coverage) -> None:
    cells = lay_cells(boston.areas, 200.0, BOSTON_METRES)
    assert 3_300 < len(cells) < 3_600
    assert_noded_coverage(list(cells.geometry))
