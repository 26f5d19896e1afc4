"""The picture of how a case finds its department is drawn from what the code asks."""

from pathlib import Path

from cases.diagram.routing import STEPS, draw_ladder
from cases.routing.advice import DecidedBy

ROOT = Path(__file__).resolve().parents[2]


def test_the_picture_is_the_drawn_one_and_has_a_step_for_whatever_decides() -> None:
    assert (ROOT / "docs/images/routing.svg").read_text() == draw_ladder(), (
        "stale: run manage.py draw_routing"
    )
    assert len(STEPS) == len(DecidedBy)
