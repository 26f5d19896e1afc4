"""How often rules were right, as plain SVG: one bar for the first, one for the first three."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bench.rule_figures.accuracy import Accuracy

WIDTH, BAR, LEFT = 760, 20, 230
SCALE = (WIDTH - LEFT - 90) / 100
COLOURS = ("#c4532d", "#e3a48c")


def picture(shares: list[tuple[str, Accuracy]]) -> str:
    """Return an SVG of each table's shares over all cases, and over those with a place."""
    y, parts = 56, []
    for name, found in shares:
        parts.append(_text(20, y, f"{name} · {found.cases:,} cases", bold=True))
        y += 12
        for words, first, three in (
            ("all cases", found.first, found.first_three),
            ("with a place", found.placed_first, found.placed_first_three),
        ):
            parts += _bars(y, words, first, three)
            y += 2 * BAR + 12
        y += 22
    heading = "Boston 311, October-December by rules of January-September, per cent right"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}"'
            ' font-family="Noto Sans CJK SC, Noto Sans, DejaVu Sans, sans-serif">',
            f'<rect width="{WIDTH}" height="{y}" fill="#ffffff"/>',
            _text(20, 28, heading, bold=True),
            *parts,
            "</svg>\n",
        ]
    )


def _bars(y: int, words: str, first: float, three: float) -> Iterator[str]:
    for n, (what, share) in enumerate((("first", first), ("first three", three))):
        top = y + n * (BAR + 2)
        yield _text(20, top + 14, f"{words}, {what}")
        yield (
            f'<rect x="{LEFT}" y="{top}" width="{share * SCALE:.1f}" height="{BAR}" rx="2"'
            f' fill="{COLOURS[n]}"/>'
        )
        yield _text(LEFT + share * SCALE + 8, top + 14, f"{share:.1f} %")


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    font = f'font-size="13" font-weight="{"bold" if bold else "normal"}" fill="#222"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {font}>{escape(words)}</text>'
