"""How a case finds its department, as pictures: what is asked in which order, and learnt areas."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

import numpy as np
import shapely

from departments.learning.areas import Squares, divisions
from departments.learning.past import PastCases
from departments.learning.shapes import union_of

WIDTH: Final = 860
STEP_H: Final = 74

STYLE: Final = """
text { font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
text { fill: #1d2733; font-size: 13px; }
.title { font-size: 19px; font-weight: 700; }
.name { font-size: 15px; font-weight: 700; }
.en { fill: #5b6876; font-size: 12px; }
.step { fill: #e3efff; stroke: #2463b8; stroke-width: 1.6; }
.last { fill: #fff5da; stroke: #b07d12; stroke-width: 1.6; }
.down { stroke: #4a6a8a; stroke-width: 1.6; fill: none; marker-end: url(#down); }
""".strip()

STEPS: Final = (
    ("交界处的上次裁定", "the last ruling at a border",
     "15 米内两家责任相接，此段裁定过", "two meet within 15 m, and it was ruled"),
    ("规则，自上而下", "the rules, from the top",
     "第一条适用的决定；其后各条列为备选", "the first that fits decides, the next stand behind"),
    ("部件的权属单位", "the component's owner",
     "没有适用的规则", "no rule fits"),
    ("历史：同类案件曾派给谁", "history: whom such cases went to",
     "本网格 → 本街道 → 本区 → 全市，附件数", "this cell, street, district, city; with counts"),
    ("由人决定", "a person decides",
     "明确显示“没有建议”", "and the screen says that nobody is suggested"),
)  # fmt: skip


def draw_ladder() -> str:
    """Return the picture of what is asked in which order."""
    height = 70 + len(STEPS) * STEP_H + 56
    body: list[str] = []
    for n, step in enumerate(STEPS):
        body += _step(n, *step)
    below = 70 + len(STEPS) * STEP_H
    notes = (
        "被后来的变更破坏的规则从不静默跳过：只要它本可适用，第一条建议就会写明。",
        "A rule that a later change broke is never passed over in silence.",
        "改派别处须写理由；每条规则被改派的比例都有统计。",
        "Whoever sends it elsewhere says why, and that is counted for each rule.",
    )
    for n, (zh, en) in enumerate(zip(notes[::2], notes[1::2], strict=True)):
        body.append(_text(40, below + 14 + 24 * n, f"{zh} {en}", "en"))
    return _picture(height, "一个案件怎样找到责任单位 How a case finds its department", body)


def _step(n: int, zh: str, en: str, when_zh: str, when_en: str) -> Iterator[str]:
    y = 62 + n * STEP_H
    kind = "last" if n == len(STEPS) - 1 else "step"
    yield f'<rect class="{kind}" x="40" y="{y}" width="330" height="50" rx="7"/>'
    yield _text(58, y + 21, f"{n + 1}. {zh}", "name")
    yield _text(58, y + 40, en, "en")
    yield _text(392, y + 21, when_zh)
    yield _text(392, y + 40, when_en, "en")
    if n + 1 < len(STEPS):
        yield f'<path class="down" d="M 205 {y + 50} V {y + STEP_H - 3}"/>'


COLOURS: Final = ("#2463b8", "#c0561c", "#3f8f5b")
_MAP: Final = (40.0, 70.0, 380.0, 300.0)


def draw_areas() -> str:
    """Return a picture of what is found in points: made-up cases, and the areas they show."""
    past = _made_up()
    squares = Squares.over(past.lon, past.lat)
    (found,) = divisions(past, squares)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.7" fill="{COLOURS[who]}"/>'
        for x, y, who in _places(past, 40.0)
    ]
    shapes = [
        f'<path d="{_path(union_of(found.owner == who, squares))}" fill="{COLOURS[who]}"'
        ' fill-opacity="0.45" stroke="#fff" fill-rule="evenodd"/>'
        for who in range(len(COLOURS))
    ]
    frame = f'<svg x="440" y="{_MAP[1]}" width="{_MAP[2]}" height="{_MAP[3]}">'
    body = [
        _text(40, 58, "谁处置过哪里的案件 who got which case", "en"),
        _text(440, 58, "归纳出的片区 the areas found in them", "en"),
        *dots,
        frame,
        *shapes,
        "</svg>",
    ]
    return _picture(400, "由历史案件归纳片区（示意） Areas found in past cases (made up)", body)


def _made_up() -> PastCases:
    """Three units that share a city along slanted borders; one case in twelve went astray."""
    rng = np.random.default_rng(7)
    size = 1_800
    lon, lat = 112.88 + 0.05 * rng.random(size), 27.82 + 0.035 * rng.random(size)
    x, y = (lon - 112.88) / 0.05, (lat - 27.82) / 0.035
    party = np.where(x + 0.35 * y < 0.55, 0, np.where(y - 0.3 * x > 0.25, 1, 2))
    astray = rng.random(size) < 1 / 12
    party = np.where(astray, rng.integers(0, 3, size), party)
    none = np.zeros(size, dtype=np.intp)
    return PastCases(
        kind=none,
        party=party.astype(np.intp),
        family=np.zeros(3, dtype=np.intp),
        source=none,
        lon=lon,
        lat=lat,
        age_days=np.zeros(size),
    )


def _places(past: PastCases, left: float) -> Iterator[tuple[float, float, int]]:
    for lon, lat, who in zip(past.lon, past.lat, past.party, strict=True):
        x, y = _on_paper(lon, lat)
        yield left + x, _MAP[1] + y, int(who)


def _on_paper(lon: float, lat: float) -> tuple[float, float]:
    return (lon - 112.88) / 0.05 * _MAP[2], (27.855 - lat) / 0.035 * _MAP[3]


def _path(shape: shapely.Geometry) -> str:
    rings = shapely.get_rings(shapely.get_parts(shape))
    drawn = []
    for ring in rings:
        corners = (_on_paper(lon, lat) for lon, lat in shapely.get_coordinates(ring))
        drawn.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in corners) + "Z")
    return "".join(drawn)


def _picture(height: int, title: str, body: list[str]) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">',
            f"<style>{STYLE}</style>",
            '<defs><marker id="down" markerWidth="8" markerHeight="8" refX="6" refY="4"'
            ' orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#4a6a8a"/></marker></defs>',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            _text(40, 36, title, "title"),
            *body,
            "</svg>\n",
        ]
    )


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    shown = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{shown}>{escape(words)}</text>'
