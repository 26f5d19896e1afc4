"""The path as a picture: frames a second of each leg, with everything and without the cases."""

from __future__ import annotations

from html import escape
from typing import Final

from bench.map_pan.figures import Flight, PanFigures, View

WIDTH, BAR, LEFT = 860, 12, 120
SCALE: Final = (WIDTH - LEFT - 330) / 60
"""Pixels of one frame a second: a screen shows sixty."""
OURS, BACKGROUND = "#c4532d", "#c9d3dc"


def picture(found: PanFigures) -> str:
    """Return an SVG; the goals stand below the bars."""
    y, parts = 76, []
    for leg, other, view in zip(found.legs, found.parts["background"], found.views, strict=True):
        parts.append(_leg(y, leg, other, view))
        y += 2 * BAR + 12
    y += 14
    for words, held in found.goals():
        parts.append(_text(20, y, f"{'✓' if held else '✗'} {words}"))
        y += 20
    heading = f"Panning the map of {found.cases:,} cases, frames a second"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}"'
            ' font-family="Noto Sans CJK SC, Noto Sans, DejaVu Sans, sans-serif">',
            f'<rect width="{WIDTH}" height="{y}" fill="#ffffff"/>',
            _text(20, 28, heading, bold=True),
            _text(20, 48, f"{found.renderer}; pale: the map without its cases"),
            *parts,
            "</svg>\n",
        ]
    )


def _leg(y: int, leg: Flight, other: Flight, view: View) -> str:
    equal = "as the API" if view.is_equal else "NOT as the API"
    said = f"{leg.frames_per_s:.0f} of {other.frames_per_s:.0f}; {view.api:,} cases {equal}"
    longest = SCALE * max(leg.frames_per_s, other.frames_per_s)
    return "\n".join(
        [
            _text(20, y + BAR + 4, f"to zoom {leg.zoom}"),
            _bar(y, leg.frames_per_s, OURS),
            _bar(y + BAR, other.frames_per_s, BACKGROUND),
            _text(LEFT + longest + 8, y + BAR + 4, f"{said}, {leg.loaded_ms:.0f} ms"),
        ]
    )


def _bar(y: int, frames_per_s: float, colour: str) -> str:
    length = SCALE * frames_per_s
    return f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    font = f'font-size="12" font-weight="{"bold" if bold else "normal"}" fill="#222"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {font}>{escape(words)}</text>'
