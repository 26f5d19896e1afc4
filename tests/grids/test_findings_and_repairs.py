"""What is wrong with a draft is found, with its place and a reason, and mended in single calls."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from grids import checks
from grids.build import lay_cells
from grids.drafts.errors import NoRepair
from grids.drafts.findings import findings_of
from grids.drafts.found import Repair
from tests.grids.drafting import (
    Drafting,
    a_draft,
    across,
    an_overlap,
    assert_a_coverage,
    kinds,
    load,
)
from tests.grids.networks import METRE_SRID, ragged_areas


@pytest.fixture
def drafting(db: None) -> Drafting:
    return a_draft()


def test_a_cell_drawn_off_its_place_is_found_and_mended_in_single_calls(
    drafting: Drafting,
) -> None:
    an_overlap(drafting)
    assert {"overlap", "gap"} <= set(kinds(drafting))
    for _ in range(40):
        found = findings_of(drafting.generation)
        if not found:
            break
        assert all(each.repair for each in found)
        drafting.do("repair", finding=found[-1].id)
    assert kinds(drafting) == {}
    assert_a_coverage(drafting)


def test_a_vertex_that_only_one_neighbour_has_is_found_and_shared(drafting: Drafting) -> None:
    cells = drafting.cells()
    code, shape = max(cells.items(), key=lambda item: item[1].area)
    load(drafting, **{f"c{code}": shapely.segmentize(shape, 0.0003)})
    assert "unnoded" in kinds(drafting)
    for each in findings_of(drafting.generation):
        if each.repair is not Repair.RENUMBER and any(
            now.id == each.id for now in findings_of(drafting.generation)
        ):
            drafting.do("repair", finding=each.id)
    assert kinds(drafting) == {}
    assert_a_coverage(drafting)


def test_a_hole_too_large_for_a_slip_is_no_matter_of_one_click(drafting: Drafting) -> None:
    code = max(drafting.cells().items(), key=lambda item: item[1].area)[0]
    shape = drafting.cells()[code]
    half = shapely.intersection(shape, shapely.box(*shape.centroid.coords[0], 113, 28))
    load(drafting, **{f"c{code}": half})
    (gap,) = [each for each in findings_of(drafting.generation) if each.kind == "gap"]
    assert gap.repair is None
    with pytest.raises(NoRepair):
        drafting.do("repair", finding=gap.id)


def test_wrong_numbers_are_found_by_community_and_put_right(drafting: Drafting) -> None:
    code = min(drafting.cells())
    for angle in (0.2, 1.4):
        drafting.do("split", cell=code, line=across(drafting.cells()[code], angle))
    (found,) = findings_of(drafting.generation)
    assert (found.kind, found.code, found.repair) == ("numbering", code[:12], Repair.RENUMBER)
    drafting.do("repair", finding=found.id)
    assert kinds(drafting) == {}


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_overlaps_are_found_the_quick_way_as_by_asking_all_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = lay_cells(ragged_areas(seed, count=3), 200.0, METRE_SRID)
    cells["code"] = [f"c{n:03}" for n in range(len(cells))]
    shapes = cells.geometry.to_numpy()
    for row in rng.integers(0, len(cells), 3):
        shapes[row] = disturbed(shapes[row], shapes[rng.integers(0, len(cells))], rng)
    cells = cells.set_geometry(shapes, crs=4326)
    quick = checks.overlaps(cells, METRE_SRID, checks.off_the_coverage(cells))
    slow = checks.overlaps(cells, METRE_SRID)
    assert (
        quick[["code", "other"]].to_numpy().tolist() == slow[["code", "other"]].to_numpy().tolist()
    )


def disturbed(
    shape: shapely.Polygon, other: shapely.Polygon, rng: np.random.Generator
) -> shapely.Geometry:
    """A cell shifted, shrunk, grown, or in another one's place."""
    match rng.integers(4):
        case 0:
            return shapely.affinity.translate(shape, *rng.uniform(-1e-4, 1e-4, 2))
        case 1:
            return shapely.affinity.scale(other, 0.5, 0.5)
        case 2:
            return shapely.affinity.scale(shape, 1.3, 1.3)
        case _:
            return other
