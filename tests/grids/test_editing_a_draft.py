"""Editing a draft: whatever is done to it, its cells stay a coverage, and it can be undone."""

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_core.ids import uuid7
from grids.drafts.errors import (
    AlreadyUndone,
    CellsApart,
    CommandReused,
    LineDoesNotCut,
    NetworkNotYours,
    NotNeighbours,
    TouchedSince,
    VertexUnknown,
    WouldBreak,
)
from grids.drafts.findings import findings_of
from grids.drafts.rights import PUBLISH_NETWORK
from grids.models import Cell, Community, NetworkEdit
from tests.grids.drafting import (
    Drafting,
    a_draft,
    across,
    assert_a_coverage,
    done_at_random,
    editor,
    line,
    neighbours,
    settle,
    shapes_of,
)

few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def drafting(db: None) -> Drafting:
    return a_draft()


def test_a_split_leaves_two_cells_that_meet_in_the_line(drafting: Drafting) -> None:
    cells = drafting.cells()
    code = max(cells, key=lambda c: cells[c].area)
    edit = drafting.do("split", cell=code, line=across(cells[code], 0.3))
    after = drafting.cells()
    (new,) = edit.changed["added"]
    assert after[code].area + after[new].area == pytest.approx(cells[code].area)
    assert code in edit.changed["changed"]
    assert_a_coverage(drafting)


def test_a_line_that_ends_inside_cuts_nothing(drafting: Drafting) -> None:
    code, shape = next(iter(drafting.cells().items()))
    middle = shape.representative_point()
    with pytest.raises(LineDoesNotCut):
        drafting.do("split", cell=code, line=line((0, 0), (middle.x, middle.y)))


def test_merged_neighbours_are_one_cell_with_the_larger_one_s_code(drafting: Drafting) -> None:
    cells = drafting.cells()
    pair = next(p for p in neighbours(drafting) if p[0][:12] == p[1][:12])
    larger = max(pair, key=lambda c: cells[c].area)
    drafting.do("merge", cells=list(pair))
    after = drafting.cells()
    assert set(cells) - set(after) == set(pair) - {larger}
    assert after[larger].area == pytest.approx(sum(cells[c].area for c in pair))
    assert_a_coverage(drafting)


def test_cells_of_two_communities_do_not_merge(drafting: Drafting) -> None:
    pair = next(p for p in neighbours(drafting) if p[0][:12] != p[1][:12])
    with pytest.raises(CellsApart):
        drafting.do("merge", cells=list(pair))


def test_a_vertex_moves_once_for_everybody_who_has_it(drafting: Drafting) -> None:
    """On a border of communities the communities move too."""
    cells, areas = drafting.cells(), shapes_of(Community, drafting.draft)
    left, right = next(p for p in neighbours(drafting) if p[0][:12] != p[1][:12])
    shared = shapely.intersection(cells[left], cells[right])
    x, y = shapely.get_coordinates(shared)[0]
    edit = drafting.do("move_vertex", from_=[x, y], to=[x + 2e-6, y + 3e-6])
    assert {left, right} <= set(edit.changed["changed"])
    assert shapes_of(Community, drafting.draft)[left[:12]] != areas[left[:12]]
    assert_a_coverage(drafting)


def test_where_no_vertex_is_none_moves(drafting: Drafting) -> None:
    with pytest.raises(VertexUnknown):
        drafting.do("move_vertex", from_=[112.9, 27.0], to=[112.9, 27.1])


def test_a_vertex_dragged_over_a_neighbour_is_refused_with_a_sentence(drafting: Drafting) -> None:
    before = drafting.content()
    shape = next(iter(drafting.cells().values()))
    x, y = shape.exterior.coords[0]
    with pytest.raises(WouldBreak) as refused:
        drafting.do("move_vertex", from_=[x, y], to=[x + 0.004, y + 0.004])
    assert "would" in refused.value.detail("en")
    assert drafting.content() == before


def test_a_border_gets_a_new_course_in_both_cells(drafting: Drafting) -> None:
    cells = drafting.cells()
    left, right = next(p for p in neighbours(drafting) if p[0][:12] == p[1][:12])
    run = shapely.line_merge(shapely.intersection(cells[left], cells[right]))
    (x1, y1), (x2, y2) = run.coords[0], run.coords[-1]
    bend = ((x1 + x2) / 2 + (y2 - y1) * 0.1, (y1 + y2) / 2 - (x2 - x1) * 0.1)
    drafting.do("move_edge", left=left, right=right, line=line((x2, y2), bend, (x1, y1)))
    after = drafting.cells()
    assert shapely.line_merge(shapely.intersection(after[left], after[right])) != run
    assert_a_coverage(drafting)


def test_cells_that_do_not_meet_have_no_border_to_move(drafting: Drafting) -> None:
    codes = list(drafting.cells())
    pairs = {frozenset(pair) for pair in neighbours(drafting)}
    far = next(c for c in codes[1:] if frozenset((codes[0], c)) not in pairs)
    with pytest.raises(NotNeighbours):
        drafting.do("move_edge", left=codes[0], right=far, line=line((0, 0), (1, 1)))


def test_squares_over_a_community_are_numbered_by_the_rule(drafting: Drafting) -> None:
    area = min(drafting.network.communities)
    drafting.do("lay", community=area, size_m=60)
    codes = [c for c in drafting.cells() if c.startswith(area)]
    assert codes == [f"{area}{n:03}" for n in range(1, len(codes) + 1)]
    assert len(codes) > sum(c == area for c in drafting.network.cells["area_code"])
    assert_a_coverage(drafting)
    assert not findings_of(drafting.generation)


def test_squares_over_a_polygon_leave_the_rest_of_the_cells(drafting: Drafting) -> None:
    area = max(shapes_of(Community, drafting.draft).items(), key=lambda i: i[1].area)[0]
    middle = shapes_of(Community, drafting.draft)[area].representative_point()
    polygon = shapely.geometry.mapping(middle.buffer(0.0012, quad_segs=3))
    drafting.do("lay", community=area, size_m=50, polygon=polygon)
    assert_a_coverage(drafting)


def test_blocks_between_roads_become_cells(drafting: Drafting) -> None:
    area, shape = max(shapes_of(Community, drafting.draft).items(), key=lambda i: i[1].area)
    west, south, east, north = shape.bounds
    roads = [
        [[west + (east - west) * f, south - 0.001], [west + (east - west) * (1 - f), north + 0.001]]
        for f in (0.2, 0.45, 0.8)
    ]
    roads.append([[west - 0.001, (south + north) / 2], [east + 0.001, (south + north) / 2 + 1e-4]])
    drafting.do("blocks", community=area, lines={"type": "MultiLineString", "coordinates": roads})
    assert_a_coverage(drafting)
    assert not findings_of(drafting.generation)


def test_cells_go_to_another_community_and_take_their_ground_along(drafting: Drafting) -> None:
    left, right = next(p for p in neighbours(drafting) if p[0][:12] != p[1][:12])
    before = shapes_of(Community, drafting.draft)
    moved = drafting.cells()[left]
    edit = drafting.do("assign", cells=[left], community=right[:12])
    after = shapes_of(Community, drafting.draft)
    assert after[right[:12]].area == pytest.approx(before[right[:12]].area + moved.area)
    (code,) = edit.changed["changed"]
    assert code.startswith(right[:12])
    assert_a_coverage(drafting)


def test_a_community_whose_last_cell_goes_is_gone_and_comes_back(drafting: Drafting) -> None:
    left, right = next(p for p in neighbours(drafting) if p[0][:12] != p[1][:12])
    before = drafting.content()
    codes = [c for c in drafting.cells() if c.startswith(left[:12])]
    edit = drafting.do("assign", cells=codes, community=right[:12])
    assert left[:12] not in shapes_of(Community, drafting.draft)
    assert_a_coverage(drafting)
    drafting.do("undo", edit=str(edit.pk))
    assert drafting.content() == before


def test_a_command_sent_twice_is_done_once(drafting: Drafting) -> None:
    code, shape = next(iter(drafting.cells().items()))
    id, cut = uuid7(), across(shape, 1.0)
    first = drafting.do("split", id, cell=code, line=cut)
    again = drafting.do("split", id, cell=code, line=cut)
    assert first.pk == again.pk
    assert NetworkEdit.objects.count() == 1
    with pytest.raises(CommandReused):
        drafting.do("merge", id, cells=[code, first.changed["added"][0]])


def test_whoever_may_only_publish_may_not_edit(drafting: Drafting) -> None:
    other = Drafting(
        drafting.network, drafting.draft, editor(drafting.network.city, PUBLISH_NETWORK)
    )
    with pytest.raises(NetworkNotYours):
        other.do("renumber", area=min(drafting.network.communities))


def test_an_edit_that_was_built_upon_is_not_undone_before_the_later_one(
    drafting: Drafting,
) -> None:
    code, shape = next(iter(drafting.cells().items()))
    first = drafting.do("split", cell=code, line=across(shape, 1.0))
    second = drafting.do("split", cell=code, line=across(drafting.cells()[code], 2.5))
    with pytest.raises(TouchedSince):
        drafting.do("undo", edit=str(first.pk))
    drafting.do("undo", edit=str(second.pk))
    drafting.do("undo", edit=str(first.pk))
    with pytest.raises(AlreadyUndone):
        drafting.do("undo", edit=str(first.pk))


@few
@given(st.integers(0, 10**6))
def test_random_edits_keep_the_coverage_and_undoing_them_restores_all(
    drafting: Drafting, seed: int
) -> None:
    before = drafting.content()
    done = []
    for edit in done_at_random(drafting, seed, times=8):
        assert_a_coverage(drafting)
        done.append(edit)
    changed = drafting.content()
    undone = [drafting.do("undo", edit=str(edit.pk)) for edit in reversed(done)]
    assert drafting.content() == before
    redone = [drafting.do("undo", edit=str(edit.pk)) for edit in reversed(undone)]
    assert drafting.content() == changed
    for edit in reversed(redone):
        drafting.do("undo", edit=str(edit.pk))
    assert drafting.content() == before
    settle()
    assert Cell.objects.filter(generation=drafting.draft.generation).exists()
