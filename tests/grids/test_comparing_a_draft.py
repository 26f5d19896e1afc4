"""A draft beside its base, by the ground that their cells share."""

import pytest
import shapely

from grids.drafts.comparing import Change, Side, compare
from tests.grids.drafting import Drafting, a_draft, across, line, neighbours


@pytest.fixture
def drafting(db: None) -> Drafting:
    return a_draft()


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
