"""How large each state's box is and where it lies, in pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cases.diagram.places import MAIN_ROAD, SIDE_ROADS, Side, lane_side
from cases.diagram.roads import Roads
from cases.states import State
from cases.verbs import Verb
from cases.words import named

SIDE_W: Final = 156
MAIN_W: Final = 236
LABEL_W: Final = 122
LANE_W: Final = 20
MARGIN: Final = 18
GAP: Final = 62
"""Between two states of the main road: room for the verb that leads down."""
VERB_H: Final = 32
"""A verb above its code: so much more for each further verb that leads down."""
SLOT: Final = 14
"""Between two states that stand beside the same one."""
PORT: Final = 34
"""Between two lines on one side of a box: room for the verb above and its code below."""
LINE: Final = 17
HEAD: Final = 48
CHARS_A_LINE: Final = 18


@dataclass(slots=True)
class Box:
    """A state's box: its left, top, width and height, and the lines of text under its name."""

    state: State
    x: float
    y: float
    w: float
    h: float
    lines: list[str] = field(default_factory=list)
    ports: dict[Side, int] = field(default_factory=lambda: {Side.LEFT: 0, Side.RIGHT: 0})
    across_h: dict[Side, float] = field(default_factory=lambda: {Side.LEFT: 0, Side.RIGHT: 0})

    @property
    def middle(self) -> float:
        return self.x + self.w / 2

    def edge(self, side: Side) -> float:
        return self.x if side is Side.LEFT else self.x + self.w

    def next_port(self, side: Side) -> float:
        """The y of the next free line on a side, under those that lead straight across."""
        taken = self.ports[side]
        self.ports[side] += 1
        # At the sides a little lower, so that no line meets another that comes straight across.
        shift = 0 if self.w == MAIN_W else 12
        return self.y + self.across_h[side] + PORT * (taken + 0.75) + shift


@dataclass(frozen=True, slots=True)
class Plan:
    """All boxes, the x of the first lane on each side, and the size of the whole."""

    boxes: Mapping[State, Box]
    first_lane: Mapping[Side, float]
    width: float
    height: float


def plan(roads: Roads, lanes: Mapping[Side, int], top: float) -> Plan:
    """Lay the boxes out for so many lanes on each side; the first begins at `top`."""
    left = MARGIN + SIDE_W + LABEL_W + LANE_W * lanes[Side.LEFT] + LABEL_W
    right = left + MAIN_W + LABEL_W + LANE_W * lanes[Side.RIGHT] + LABEL_W
    boxes: dict[State, Box] = {}
    y = top
    for state in MAIN_ROAD:
        box = _box(state, roads, left, y, MAIN_W)
        boxes[state] = box
        for side in Side:
            _beside(state, side, box, roads, boxes, MARGIN if side is Side.LEFT else right)
        y += box.h + gap_below(state, roads)
    return Plan(
        boxes=boxes,
        first_lane={Side.LEFT: left - LABEL_W, Side.RIGHT: left + MAIN_W + LABEL_W},
        width=right + SIDE_W + MARGIN,
        height=max(box.y + box.h for box in boxes.values()),
    )


def gap_below(state: State, roads: Roads) -> float:
    return GAP + VERB_H * max(0, len(roads.straight.get(state, ())) - 1)


def _beside(
    state: State, side: Side, box: Box, roads: Roads, boxes: dict[State, Box], x: float
) -> None:
    """Put the states that stand at one side of a box there, and let the box reach past them."""
    y = box.y
    beside = [s for s, place in SIDE_ROADS.items() if (place.side, place.state) == (side, state)]
    for other in beside:
        boxes[other] = _box(other, roads, x, y, SIDE_W)
        y += boxes[other].h + SLOT
    if any(other in pair and state in pair for other in beside for pair in roads.across):
        box.across_h[side] = y - SLOT - box.y
    wanted = box.across_h[side] + PORT * _lane_ends(state, roads)[side] + 10
    box.h = max(box.h, wanted)


def _box(state: State, roads: Roads, x: float, y: float, w: float) -> Box:
    chars = CHARS_A_LINE if w == MAIN_W else 11
    said = [named(verb).zh for verb in roads.staying.get(state, ())]
    lines = _wrapped(said, chars)
    lines += [line for verb, to in roads.everywhere if to is state for line in _from(verb)]
    box = Box(state, x, y, w, HEAD + LINE * len(lines) + (6 if lines else 0), lines)
    if w == SIDE_W:
        ends, lines_across = _lane_ends(state, roads), _across_ends(state, roads)
        inner = Side(-SIDE_ROADS[state].side)
        box.across_h[inner] = PORT * lines_across
        box.h = max(box.h, PORT * (ends[inner] + lines_across) + 12)
    return box


def _from(verb: Verb) -> list[str]:
    return [f"← {named(verb).zh} {verb}", "立案后结案前", "的任何状态"]


def _across_ends(state: State, roads: Roads) -> int:
    return sum(len(verbs) for pair, verbs in roads.across.items() if state in pair)


def _lane_ends(state: State, roads: Roads) -> dict[Side, int]:
    """How many lines along a lane begin or end at each side of a box."""
    ends: dict[Side, int] = defaultdict(int)
    place = SIDE_ROADS.get(state)
    for (verb, to), states in roads.lanes.items():
        side = Side(-place.side) if place else lane_side(verb)
        ends[side] += (to is state) + (state in states)
    return ends


def _wrapped(words: list[str], chars: int) -> list[str]:
    """Join words by 、 into lines of at most so many characters."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= chars:
            lines[-1] += "、" + word
        else:
            lines.append(word)
    return lines
