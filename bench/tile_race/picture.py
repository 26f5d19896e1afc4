"""The figures as a picture: one panel a zoom, one bar a runner, drawn as plain SVG."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bench.tile_race.clients import Figures

COLOURS = {"wangge": "#c4532d", "tipg": "#5b7c99", "bare SQL": "#a9a295"}
OTHERS = "#8a8f98"
WIDTH, BAR, GAP, LEFT = 860, 20, 6, 290
SCALE = WIDTH - LEFT - 210


def picture(figures: list[Figures], heading: str, notes: dict[int, str]) -> str:
    """Return an SVG of tiles per second; each zoom has a scale of its own.

    `notes` says for a zoom what its tiles hold.
    """
    y, parts = 62, []
    for zoom in sorted({f.zoom for f in figures}):
        panel = [f for f in figures if f.zoom == zoom and f.encoding != "identity"]
        parts.append(_text(20, y, f"z{zoom}", size=15, weight="bold"))
        parts.append(_text(60, y, notes.get(zoom, ""), size=12, colour="#666"))
        y += 14
        for part, height in _bars(panel, y):
            parts.append(part)
            y += height
        y += 26
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}"'
            ' font-family="Noto Sans CJK SC, Noto Sans, DejaVu Sans, sans-serif">',
            f'<rect width="{WIDTH}" height="{y}" fill="#ffffff"/>',
            _text(20, 30, heading, size=15, weight="bold"),
            *parts,
            "</svg>\n",
        ]
    )


def _bars(panel: list[Figures], y: int) -> Iterator[tuple[str, int]]:
    longest = max((f.tiles_per_s for f in panel), default=1.0)
    for f in sorted(panel, key=lambda f: (f.clients, -f.tiles_per_s)):
        length = max(1.0, SCALE * f.tiles_per_s / longest)
        clients = f"{f.clients} client" + ("s" if f.clients > 1 else "")
        middle = y + BAR - 6
        yield (
            "\n".join(
                [
                    _text(20, middle, f"{f.who}, {clients}", size=12),
                    f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2"'
                    f' fill="{COLOURS.get(f.who.split(",")[0], OTHERS)}"/>',
                    _text(
                        LEFT + length + 8,
                        middle,
                        f"{f.tiles_per_s:,.1f}/s · {f.bytes_per_tile / 1000:,.0f} kB",
                        size=12,
                    ),
                ]
            ),
            BAR + GAP,
        )
        y += BAR + GAP


def _text(
    x: float, y: float, words: str, *, size: int, colour: str = "#222", weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}"'
        f' fill="{colour}">{escape(words)}</text>'
    )
