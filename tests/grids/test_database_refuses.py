"""Nobody gets a broken network past the database, however they write."""

import pytest
import shapely
from django.db import IntegrityError, connection, transaction

from grids.models import Cell, Generation, Street
from grids.refusals import (
    OVERLAP_LIMIT_M2,
    AreaOverlap,
    CellOverlap,
    CodeDoubled,
    ForeignParent,
    GeometryInvalid,
    Misplaced,
    network_refusals,
)
from tests.grids.networks import ragged_areas
from tests.grids.stored import Network, a_cell, a_city, geos, multi, store_network


def settle() -> None:
    """Run the deferred checks now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED; SET CONSTRAINTS cell_code_once IMMEDIATE")


@pytest.fixture
def network(db: None) -> Network:
    stored = store_network(ragged_areas(1, count=4))
    settle()
    return stored


def _shifted(cell: Cell, east_deg: float) -> None:
    shape = shapely.from_wkb(bytes(cell.geom.wkb))
    cell.geom = geos(shapely.affinity.translate(shape, east_deg, 0))
    cell.save()


def _inner_cell(network: Network) -> Cell:
    """A cell that no border of its community touches."""
    for cell in Cell.objects.filter(generation=network.generation):
        if cell.community and cell.community.geom.contains(cell.geom.buffer(0.0002)):
            return cell
    raise AssertionError("the network has no inner cell")


def test_a_network_as_built_is_accepted_whole(network: Network) -> None:
    assert Cell.objects.count() == len(network.cells)


def test_a_cell_may_not_overlap_its_neighbour(network: Network) -> None:
    cell = _inner_cell(network)
    _shifted(cell, 0.00001)
    with pytest.raises(CellOverlap) as refused, network_refusals():
        settle()
    assert cell.code in str(refused.value)


def test_what_rounding_leaves_is_tolerated(network: Network) -> None:
    cell = _inner_cell(network)
    _shifted(cell, 5e-10)
    settle()


def test_a_cell_may_not_cover_another_wholly(network: Network) -> None:
    cell = _inner_cell(network)
    assert cell.community
    twin = a_cell(network, cell.community.code, 900, shapely.from_wkb(bytes(cell.geom.wkb)))
    twin.save()
    with pytest.raises(CellOverlap), network_refusals():
        settle()


def test_a_shared_border_may_move_when_both_cells_move_in_one_transaction(
    network: Network,
) -> None:
    left = _inner_cell(network)
    right = next(
        c for c in Cell.objects.filter(community=left.community, geom__touches=left.geom)
        if shapely.length(shapely.intersection(*_shapes(left, c))) > 0.0005
    )  # fmt: skip
    first, second = _shapes(left, right)
    bite = shapely.intersection(first.buffer(0.00005, join_style="mitre"), second)
    right.geom = geos(shapely.difference(second, bite))
    left.geom = geos(shapely.union(first, bite))
    left.save()
    right.save()
    settle()


def _shapes(*cells: Cell) -> list[shapely.Geometry]:
    return [shapely.from_wkb(bytes(cell.geom.wkb)) for cell in cells]


def test_a_cell_may_not_stick_out_of_its_community(network: Network) -> None:
    area = min(network.communities)
    outside = shapely.box(112.95, 27.83, 112.951, 27.831)
    a_cell(network, area, 900, outside).save()
    with pytest.raises(Misplaced) as refused, network_refusals():
        settle()
    assert area in str(refused.value)


def test_a_cell_without_a_community_must_lie_in_its_street(network: Network) -> None:
    stray = a_cell(network, min(network.communities), 900, shapely.box(112.95, 27.8, 112.96, 27.81))
    stray.community = None
    stray.save()
    with pytest.raises(Misplaced), network_refusals():
        settle()


def test_a_cell_of_another_city_is_refused(network: Network) -> None:
    cell = _inner_cell(network)
    cell.city = a_city("hengyang")
    cell.save()
    with pytest.raises(ForeignParent), network_refusals():
        settle()


def test_a_cell_of_another_generation_than_its_street_is_refused(network: Network) -> None:
    draft = Generation.objects.create(city=network.city, number=2)
    Cell.objects.filter(pk=_inner_cell(network).pk).update(generation=draft)
    with pytest.raises(ForeignParent), network_refusals():
        settle()


def test_a_street_may_not_shrink_away_from_its_cells(network: Network) -> None:
    shape = shapely.from_wkb(bytes(network.street.geom.wkb))
    half = shapely.intersection(shape, shapely.box(112.9, 27.83, 112.905, 27.84))
    Street.objects.filter(pk=network.street.pk).update(geom=multi(half))
    with pytest.raises(Misplaced), network_refusals():
        settle()


def test_streets_may_not_overlap(network: Network) -> None:
    Street.objects.create(
        generation=network.generation,
        city=network.city,
        district=network.district,
        code="430304011",
        name="下摄司街道",
        geom=network.street.geom,
    )
    with pytest.raises(AreaOverlap), network_refusals():
        settle()


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Polygon([(112.9, 27.8), (112.91, 27.81), (112.91, 27.8), (112.9, 27.81)]),
        shapely.Polygon(),
        shapely.box(112.9, 27.8, 192.9, 27.9),
    ],
    ids=["bow tie", "empty", "off the globe"],
)
def test_invalid_geometry_is_refused_at_once(network: Network, shape: shapely.Polygon) -> None:
    broken = a_cell(network, min(network.communities), 900, shape)
    with pytest.raises(GeometryInvalid), network_refusals(), transaction.atomic():
        broken.save()


def test_a_code_is_used_once_in_a_generation(network: Network) -> None:
    twin = a_cell(network, min(network.communities), 1, shapely.box(112.9, 27.8, 112.91, 27.81))
    with pytest.raises(CodeDoubled), network_refusals(), transaction.atomic():
        twin.save()


def test_a_refusal_of_somebody_else_passes_as_it_is(db: None) -> None:
    a_city()
    with pytest.raises(IntegrityError), network_refusals(), transaction.atomic():
        a_city()


def test_the_limit_is_the_same_in_sql_and_python(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT grids_overlap_limit_m2()")
        assert cursor.fetchone() == (OVERLAP_LIMIT_M2,)
