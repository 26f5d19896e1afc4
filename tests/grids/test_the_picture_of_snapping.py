"""What the picture says of a point is what the rule answers."""

from pathlib import Path

import pytest

from grids.snap import snap
from grids.snap_picture import CELLS, SITUATIONS, Situation, draw
from tests.factories import NOW, Cast
from tests.ground import SOUTH, STEP_DEG, WEST, block

ROOT = Path(__file__).resolve().parents[2]


def test_the_picture_is_the_drawn_one() -> None:
    picture = (ROOT / "docs/images/snapping.svg").read_text(encoding="utf-8")
    assert picture == draw(), "stale: run manage.py draw_snapping"


def test_the_picture_shows_the_ground_of_the_tests(cast: Cast) -> None:
    for code, column, row in CELLS:
        assert cast.cells[code].geom.equals(block((column, column + 1), (row, row + 1)))


@pytest.mark.parametrize("said", SITUATIONS, ids=lambda said: said.name)
def test_each_point_gets_the_answer_that_is_drawn(cast: Cast, said: Situation) -> None:
    found = snap(cast.city, WEST + said.column * STEP_DEG, SOUTH + said.row * STEP_DEG, NOW)
    assert found.how is said.how
    assert (found.cell.code if found.cell else None) == said.code
