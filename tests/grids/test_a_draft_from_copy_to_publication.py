"""A draft's road: copied from the network in force, checked, compared, published or thrown away."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.ids import uuid7
from grids import checks
from grids.build import lay_cells
from grids.drafts.comparing import Change, Side, compare
from grids.drafts.copying import begin_draft
from grids.drafts.ending import base_changed, discard, publish
from grids.drafts.errors import (
    BaseChanged,
    CommandReused,
    DatePast,
    DraftEnded,
    FindingsLeft,
    NetworkNotYours,
    NoRepair,
)
from grids.drafts.findings import findings_of
from grids.drafts.found import Repair
from grids.drafts.rights import EDIT_NETWORK
from grids.models import Cell, DraftState, Generation
from grids.refusals import CellOverlap, Misplaced, network_refusals
from tests.grids.drafting import (
    AT,
    LEVELS,
    Drafting,
    a_draft,
    across,
    assert_a_coverage,
    draft_of_network,
    editor,
    line,
    neighbours,
    settle,
)
from tests.grids.networks import METRE_SRID, ragged_areas

LATER = AT + timedelta(days=30)


@pytest.fixture
def drafting(db: None) -> Drafting:
    return a_draft()


def publish_it(drafting: Drafting, at: datetime = LATER, id: UUID | None = None) -> None:
    publish(drafting.given("publish", id, at=str(at)), valid_from=at)


def load(drafting: Drafting, **shapes: shapely.Polygon) -> None:
    """Load shapes by code, as somebody drew them in a desktop GIS."""
    cells = [{"code": c[1:], "geometry": shapely.geometry.mapping(s)} for c, s in shapes.items()]
    drafting.do("load", cells=cells)


def kinds(drafting: Drafting) -> dict[str, int]:
    found = [each.kind for each in findings_of(drafting.generation)]
    return {kind: found.count(kind) for kind in found}


def test_a_draft_holds_what_is_in_force_and_has_no_findings(drafting: Drafting) -> None:
    for level in LEVELS:
        base, draft = (
            {(r.code, bytes(r.geom.wkb)) for r in level.objects.filter(generation=g)}
            for g in (drafting.draft.base, drafting.generation)
        )
        assert base == draft
    assert_a_coverage(drafting)
    assert kinds(drafting) == {}
    assert not base_changed(drafting.draft)
    assert compare(drafting.draft.base, drafting.generation).summary["kept"] == len(
        drafting.network.cells
    )


def test_a_draft_begun_twice_under_one_id_is_one_draft(drafting: Drafting) -> None:
    said: dict[str, Any] = {"city": drafting.network.city, "actor": drafting.actor, "at": AT}
    again = begin_draft(id=drafting.draft.pk, note="", **said)
    assert again == drafting.draft
    assert Generation.objects.count() == 2
    with pytest.raises(CommandReused):
        begin_draft(id=drafting.draft.pk, note="another", **said)


def test_whoever_holds_no_verb_begins_no_draft(drafting: Drafting) -> None:
    with pytest.raises(NetworkNotYours):
        begin_draft(
            id=uuid7(), city=drafting.network.city, at=AT, note="",
            actor=editor(drafting.network.city, "collect"),
        )  # fmt: skip


def test_a_draft_takes_effect_at_its_date_and_ends_the_one_before(drafting: Drafting) -> None:
    code, shape = next(iter(drafting.cells().items()))
    drafting.do("split", cell=code, line=across(shape, 1.0))
    drafting.do("renumber", area=code[:12])
    publish_it(drafting)
    settle()
    city = drafting.network.city
    assert Generation.objects.current(city, LATER - timedelta(seconds=1)) == drafting.draft.base
    assert Generation.objects.current(city, LATER) == drafting.generation
    drafting.draft.refresh_from_db()
    assert drafting.draft.state == DraftState.PUBLISHED
    with pytest.raises(DraftEnded):
        drafting.do("renumber", area=code[:12])


def test_a_publication_sent_twice_is_one(drafting: Drafting) -> None:
    id = uuid7()
    publish_it(drafting, id=id)
    publish_it(drafting, id=id)
    with pytest.raises(CommandReused):
        publish_it(drafting, LATER + timedelta(days=1), id)


def test_the_past_is_not_changed(drafting: Drafting) -> None:
    with pytest.raises(DatePast):
        publish_it(drafting, AT - timedelta(hours=1))


def test_an_editor_may_not_publish(drafting: Drafting) -> None:
    only = Drafting(drafting.network, drafting.draft, editor(drafting.network.city, EDIT_NETWORK))
    with pytest.raises(NetworkNotYours):
        publish_it(only)


def test_a_base_that_somebody_edited_since_is_noticed(drafting: Drafting) -> None:
    cell = Cell.objects.filter(generation=drafting.draft.base)[0]
    cell.rural = True
    cell.save()
    assert base_changed(drafting.draft)
    with pytest.raises(BaseChanged):
        publish_it(drafting)


def test_of_two_drafts_the_second_to_be_published_comes_too_late(drafting: Drafting) -> None:
    other = draft_of_network(drafting.network)
    publish_it(other)
    with pytest.raises(BaseChanged):
        publish_it(drafting)


def test_a_discarded_draft_leaves_its_record_and_no_rows(drafting: Drafting) -> None:
    generation = drafting.generation
    given = drafting.given("discard")
    discard(given)
    draft = discard(given)
    assert draft.state == DraftState.DISCARDED
    assert not any(level.objects.filter(generation=generation).exists() for level in LEVELS)
    assert not Generation.objects.filter(pk=generation.pk).exists()
    assert drafting.draft.edits.get().verb == "discard"


def an_overlap(drafting: Drafting, ticks: int = 40) -> tuple[str, str]:
    """Draw a cell a little into its neighbour of the same community, and away from another."""
    cells = drafting.cells()
    left, right = next(p for p in neighbours(drafting) if p[0][:12] == p[1][:12])
    moved = shapely.affinity.translate(cells[right], ticks * 1e-7, ticks * 1e-7)
    load(drafting, **{f"c{right}": moved})
    return left, right


def test_a_cell_drawn_off_its_place_is_found_and_mended_in_single_calls(
    drafting: Drafting,
) -> None:
    an_overlap(drafting)
    assert {"overlap", "gap"} <= set(kinds(drafting))
    with pytest.raises(FindingsLeft) as refused:
        publish_it(drafting)
    assert refused.value.fields["count"] == len(findings_of(drafting.generation))
    for _ in range(40):
        found = findings_of(drafting.generation)
        if not found:
            break
        assert all(each.repair for each in found)
        drafting.do("repair", finding=found[-1].id)
    assert kinds(drafting) == {}
    assert_a_coverage(drafting)
    publish_it(drafting)


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


def test_the_database_lets_no_broken_draft_in_force(drafting: Drafting) -> None:
    """Whoever sets the date: psql asks no check of ours."""
    an_overlap(drafting)
    with pytest.raises((CellOverlap, Misplaced)), network_refusals(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE grids_generation SET valid_from = now() WHERE id = %s",
            [drafting.generation.pk],
        )


def test_each_kind_of_change_is_told_by_the_ground_that_cells_share(drafting: Drafting) -> None:
    pairs = neighbours(drafting)
    used: set[str] = set()

    def fresh_pair() -> tuple[str, str]:
        """Two neighbours in one community, away from those that were taken before."""
        for pair in pairs:
            around = {code for other in pairs if set(other) & set(pair) for code in other}
            if pair[0][:12] == pair[1][:12] and not used & around:
                used.update(pair)
                return pair
        raise AssertionError("the network is too small")

    split_cell, _ = fresh_pair()
    merged = fresh_pair()
    moved = fresh_pair()
    cells = drafting.cells()
    drafting.do("split", cell=split_cell, line=across(cells[split_cell], 0.7))
    drafting.do("merge", cells=list(merged))
    run = shapely.get_coordinates(shapely.line_merge(shapely.intersection(*map(cells.get, moved))))
    (x1, y1), (x2, y2) = run[0], run[-1]
    bend = ((x1 + x2) / 2 + (y2 - y1) * 0.05, (y1 + y2) / 2 - (x2 - x1) * 0.05)
    drafting.do("move_edge", left=moved[0], right=moved[1], line=line((x1, y1), bend, (x2, y2)))
    told = compare(drafting.draft.base, drafting.generation)
    base = {cell.code: cell.change for cell in told.cells if cell.side is Side.BASE}
    assert base[split_cell] is Change.SPLIT
    assert {base[code] for code in merged} == {Change.MERGED}
    assert {base[code] for code in moved} == {Change.MOVED}
    others = {c for c in base if c not in {split_cell, *merged, *moved}}
    assert {base[code] for code in others} == {Change.KEPT}
    assert told.summary == {
        "kept": len(others), "moved": 2, "split": 1, "merged": 1, "new": 0, "gone": 0,
        "renumbered": 0,
    }  # fmt: skip


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
