"""The picture itself, as SVG text: the same table gives the same text, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from cases.diagram.boxes import LABEL_W, LANE_W, LINE, MARGIN, VERB_H, Box, Plan, plan
from cases.diagram.places import MAIN_ROAD, SIDE_ROADS, Side, lane_side
from cases.diagram.roads import Roads, roads_of
from cases.states import ENDED, State
from cases.transitions import Transition
from cases.verbs import Verb
from cases.words import named

TOP: Final = 92
LEGEND_H: Final = 150

STYLE: Final = """
text { font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
text { fill: #1d2733; }
.title { font-size: 21px; font-weight: 700; }
.name { font-size: 17px; font-weight: 700; text-anchor: middle; }
.en { font-size: 11px; fill: #5b6876; text-anchor: middle; }
.here { font-size: 12px; fill: #3d4a58; text-anchor: middle; }
.verb { font-size: 12.5px; paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.code { font-size: 9.5px; fill: #5b6876; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
.note { font-size: 12.5px; }
.main { fill: #e3efff; stroke: #2463b8; stroke-width: 1.8; }
.side { fill: #fff5da; stroke: #b07d12; stroke-width: 1.5; }
.ended { fill: #eceff2; stroke: #5b6876; stroke-width: 1.5; }
.road { fill: none; stroke: #2463b8; stroke-width: 3; }
.on { fill: none; stroke: #4a6a8a; stroke-width: 1.5; }
.back { fill: none; stroke: #c0561c; stroke-width: 1.5; }
""".strip()

ARROWS: Final = {"road": ("#2463b8", 4), "on": ("#4a6a8a", 7), "back": ("#c0561c", 7)}


def draw(table: Iterable[Transition]) -> str:
    """Return the picture of a table of transitions."""
    roads = roads_of(table)
    lanes = _lanes(roads)
    count = {side: _used(lanes, side) for side in Side}
    laid = plan(roads, count, TOP)
    height = laid.height + LEGEND_H
    body = [
        *_head(laid.width, height),
        *_straight(roads, laid),
        *_across(roads, laid),
        *_along_lanes(roads, laid, lanes),
        *(line for state in State for line in _state(laid.boxes[state])),
        *_legend(roads, laid.height + 40),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _head(width: float, height: float) -> Iterator[str]:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="案件状态图">'
    yield f"<style>{STYLE}</style>"
    yield "<defs>"
    for name, (colour, px) in ARROWS.items():
        yield (
            f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="{px}"'
            f' markerHeight="{px}" orient="auto">'
            f'<path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        )
    yield "</defs>"
    yield f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>'
    yield _text("title", MARGIN, 34, "案件的一生 The life of a case")
    yield _text("code", MARGIN, 52, "manage.py draw_states · cases/transitions.py")


def _lanes(roads: Roads) -> Mapping[tuple[Verb, State], int]:
    """Give each line along the main road a lane: shorter ones nearer, none on another."""
    order = {state: n for n, state in enumerate(MAIN_ROAD)}
    order |= {s: order[p.state] for s, p in SIDE_ROADS.items()}
    rows = {key: [order[s] for s in (key[1], *states)] for key, states in roads.lanes.items()}
    spans = {key: (min(passed), max(passed)) for key, passed in rows.items()}
    taken: dict[tuple[Side, int], list[tuple[int, int]]] = {}
    lanes: dict[tuple[Verb, State], int] = {}
    for key, (first, last) in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        lane, side = 0, lane_side(key[0])
        while any(f <= last and first <= z for f, z in taken.get((side, lane), ())):
            lane += 1
        taken.setdefault((side, lane), []).append((first, last))
        lanes[key] = lane
    return lanes


def _used(lanes: Mapping[tuple[Verb, State], int], side: Side) -> int:
    return max((n + 1 for (verb, _), n in lanes.items() if lane_side(verb) is side), default=0)


def _straight(roads: Roads, laid: Plan) -> Iterator[str]:
    for verb, state in roads.begins.items():
        box = laid.boxes[state]
        yield _path("road", f"M{box.middle:.0f} {box.y - 40:.0f}V{box.y - 3:.0f}")
        yield _label(verb, box.middle + 10, box.y - 22)
    for state, verbs in roads.straight.items():
        box = laid.boxes[state]
        below = laid.boxes[MAIN_ROAD[MAIN_ROAD.index(state) + 1]]
        yield _path("road", f"M{box.middle:.0f} {box.y + box.h:.0f}V{below.y - 3:.0f}")
        y = (box.y + box.h + below.y - VERB_H * (len(verbs) - 1)) / 2
        for n, verb in enumerate(verbs):
            yield _label(verb, box.middle + 10, y + VERB_H * n)


def _across(roads: Roads, laid: Plan) -> Iterator[str]:
    """Lines between a state of the main road and one beside it, at the height of the latter."""
    taken: dict[State, int] = {}
    for (state, to), verbs in roads.across.items():
        out = to in SIDE_ROADS
        beside = to if out else state
        side = SIDE_ROADS[beside].side
        main, small = laid.boxes[state if out else to], laid.boxes[beside]
        for verb in verbs:
            y = small.y + 20 + 30 * taken.get(beside, 0)
            taken[beside] = taken.get(beside, 0) + 1
            ends = (main.edge(side), small.edge(Side(-side)))
            begin, end = ends if out else ends[::-1]
            towards = 1 if end > begin else -1
            yield _path("on" if out else "back", f"M{begin:.0f} {y:.0f}H{end - 2 * towards:.0f}")
            x = begin + 8 if towards > 0 else begin - LABEL_W + 8
            yield _label(verb, x, y)


def _along_lanes(
    roads: Roads, laid: Plan, lanes: Mapping[tuple[Verb, State], int]
) -> Iterator[str]:
    for (verb, to), states in roads.lanes.items():
        side = lane_side(verb)
        x = laid.first_lane[side] + side * LANE_W * (lanes[verb, to] + 0.5)
        target = laid.boxes[to]
        end_side = Side(-SIDE_ROADS[to].side) if to in SIDE_ROADS else side
        end = target.next_port(end_side)
        back = to not in ENDED and target.y < min(laid.boxes[state].y for state in states)
        kind = "back" if back else "on"
        tip = target.edge(end_side) + (2 if end_side is Side.RIGHT else -2)
        yield _path(kind, f"M{x:.0f} {end:.0f}H{tip:.0f}")
        for state in states:
            box = laid.boxes[state]
            own = Side(-SIDE_ROADS[state].side) if state in SIDE_ROADS else side
            y = box.next_port(own)
            line = f"M{box.edge(own):.0f} {y:.0f}H{x:.0f}V{end:.0f}"
            yield f'<path class="{kind}" d="{line}" stroke-linejoin="round"/>'
            at = box.edge(own) + 8 if own is Side.RIGHT else box.edge(own) - LABEL_W + 8
            yield _label(verb, at, y)


def _state(box: Box) -> Iterator[str]:
    kind = "ended" if box.state in ENDED else "main" if box.state in MAIN_ROAD else "side"
    radius = 22 if kind == "ended" else 8
    yield (
        f'<rect class="{kind}" x="{box.x:.0f}" y="{box.y:.0f}" width="{box.w:.0f}"'
        f' height="{box.h:.0f}" rx="{radius}"/>'
    )
    words = named(box.state)
    yield _text("name", box.middle, box.y + 24, words.zh)
    yield _text("en", box.middle, box.y + 40, str(box.state))
    for n, line in enumerate(box.lines):
        yield _text("here", box.middle, box.y + 60 + LINE * n, line)


def _legend(roads: Roads, y: float) -> Iterator[str]:
    everywhere = "、".join(f"{named(v).zh} {v}" for v in roads.staying_everywhere)
    lines = (
        "框内小字：在这一状态可以做、不改变状态的操作。"
        "Small words in a box: verbs that leave the case there.",
        f"几乎在任何状态都可以做、不改变状态：{everywhere}。",
        "蓝色粗线是主路；橙色线把案件送回前面；灰色圆框是已经结束的案件。",
        "Thick blue: the main road. Orange: back to where it was before. Round grey boxes: ended.",
    )
    for n, line in enumerate(lines):
        yield _text("note", MARGIN, y + 24 * n, line)


def _path(kind: str, line: str) -> str:
    return f'<path class="{kind}" d="{line}" marker-end="url(#{kind})"/>'


def _label(verb: Verb, x: float, y: float) -> str:
    """A verb's name above its line, and its code below."""
    return _text("verb", x, y - 4, named(verb).zh) + "\n" + _text("code", x, y + 11, str(verb))


def _text(kind: str, x: float, y: float, words: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'
