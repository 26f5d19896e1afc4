"""The picture of how a point finds its cell: eight cells of 0.001°, and a point for each answer.

A test asks the real rule (`grids.snap`) about each of these points on such ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from grids.snap import GAP_LIMIT_M, SnapKind

CELL_PX: Final = 120
LEFT_PX, TOP_PX = 40, 70
WIDTH_PX, HEIGHT_PX = 1000, 400
LIST_X_PX: Final = 640

CELLS: Final = (
    # code, column, row from the south
    ("430302001001001", 0, 1),
    ("430302001001002", 1, 1),
    ("430302002001001", 0, 0),
    ("430302002001002", 1, 0),
    ("430304001001001", 2, 1),
    ("430304001001002", 3, 1),
    ("430304001001003", 2, 0),
    ("430304001001004", 3, 0),
)


@dataclass(frozen=True, slots=True)
class Situation:
    """A point, in cells from the south-west, and what the rule says of it."""

    name: str
    column: float
    row: float
    how: SnapKind
    code: str | None
    zh: str
    en: str


SITUATIONS: Final = (
    Situation("A", 0.4, 1.6, SnapKind.INSIDE, "430302001001001", "在网格内", "inside"),
    Situation(
        "B", 1.0, 1.4, SnapKind.BORDER, "430302001001001",
        "在两格的边界上：编码小者", "on a border of two: the lower code",
    ),
    Situation(
        "C", 2.0, 1.0, SnapKind.BORDER, "430302001001002",
        "在四格的交点上：编码最小者", "where four meet: the lowest code",
    ),
    Situation(
        "D", 3.5, -0.1, SnapKind.GAP, "430304001001004",
        f"在网外，{GAP_LIMIT_M} 米以内：最近者", f"outside, within {GAP_LIMIT_M} m: the nearest",
    ),
    Situation(
        "E", 4.5, 1.0, SnapKind.OUTSIDE, None,
        f"在网外，{GAP_LIMIT_M} 米以外：不归任何网格", f"farther than {GAP_LIMIT_M} m: no cell",
    ),
)  # fmt: skip


def draw() -> str:
    """Return the picture as SVG text."""
    size = f'width="{WIDTH_PX}" height="{HEIGHT_PX}" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}"'
    font = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{font}" role="img"'
            ' aria-label="点如何找到网格">',
            f'<rect width="{WIDTH_PX}" height="{HEIGHT_PX}" fill="#fff"/>',
            _text(LEFT_PX, 38, "点如何找到网格 How a point finds its cell", size=20, bold=True),
            *(line for cell in CELLS for line in _cell(*cell)),
            *(line for n, one in enumerate(SITUATIONS) for line in _situation(n, one)),
            "</svg>\n",
        ]
    )


def _cell(code: str, column: int, row: int) -> Iterator[str]:
    x, y = _place(column, row + 1)
    fill = "#e3efff" if code < "430304" else "#fff5da"
    yield (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{CELL_PX}" height="{CELL_PX}" fill="{fill}"'
        ' stroke="#5b6876" stroke-width="1.5"/>'
    )
    yield _text(x + 8, y + CELL_PX - 34, f"…{code[6:9]} {code[9:12]} {code[12:]}", size=11)


def _situation(n: int, one: Situation) -> Iterator[str]:
    x, y = _place(one.column, one.row)
    colour = "#8a94a0" if one.code is None else "#c0561c"
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{colour}" stroke="#fff"/>'
    yield _text(x + 11, y - 9, one.name, size=15, bold=True)
    line = TOP_PX + 22 + n * 56
    yield _text(LIST_X_PX, line, one.name, size=15, bold=True)
    yield _text(LIST_X_PX + 24, line, one.zh, size=14)
    answer = f"{one.en} · {one.code or '–'}"
    yield _text(LIST_X_PX + 24, line + 19, answer, size=11, colour="#5b6876")


def _place(column: float, row: float) -> tuple[float, float]:
    return LEFT_PX + column * CELL_PX, TOP_PX + (2 - row) * CELL_PX


def _text(
    x: float, y: float, said: str, *, size: int, bold: bool = False, colour: str = "#1d2733"
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{colour}">{said}</text>'
