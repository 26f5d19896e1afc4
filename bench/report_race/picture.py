"""The race as a picture: one bar an entrant and number of clients, drawn as plain SVG."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from bench.report_race.race import OURS, Figures

OUR_COLOUR: Final = "#c4532d"
OTHERS: Final = "#5b7c99"
WIDTH, BAR, GAP, LEFT = 760, 20, 6, 250
SCALE: Final = WIDTH - LEFT - 90


def picture(figures: Iterable[Figures], heading: str) -> str:
    """Return an SVG of reports a second."""
    runs = sorted(figures, key=lambda run: (run.clients, -run.per_s))
    longest = max(run.per_s for run in runs)
    y, parts = 50, []
    for run in runs:
        parts.append(_bar(run, y, SCALE * run.per_s / longest))
        y += BAR + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 14}"'
            f' width="{WIDTH}" font-family="Noto Sans CJK SC, Noto Sans, DejaVu Sans, sans-serif"'
            ' font-size="12" fill="#222">',
            f'<rect width="{WIDTH}" height="{y + 14}" fill="#ffffff"/>',
            f'<text x="20" y="30" font-size="15" font-weight="bold">{escape(heading)}</text>',
            *parts,
            "</svg>\n",
        ]
    )


def _bar(run: Figures, y: int, length: float) -> str:
    middle = y + BAR - 6
    colour = OUR_COLOUR if run.who == OURS else OTHERS
    box = f'x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}"'
    return "\n".join(
        [
            f'<text x="20" y="{middle}">{escape(run.who)}, {run.clients} clients</text>',
            f'<rect {box} rx="2" fill="{colour}"/>',
            f'<text x="{LEFT + length + 8:.0f}" y="{middle}">{run.per_s:,.0f}/s</text>',
        ]
    )
