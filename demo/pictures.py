"""Small drawings that stand where photos would, and say so on their face: 演示 · 生成, GENERATED.

A bare machine has no Chinese font, so the four characters are kept as bitmaps.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIZE_PX: Final = (640, 480)
GLYPH_PX: Final = 24
GLYPH_ZOOM: Final = 2

GLYPHS: Final = {
    "演": "0000000c07001ffffe0ffffe02e00e00e00e00fffc103ff83c03801c7ffc0c7ffc00631c"
    "00631c007ffc067ffc0f631c0e7ffc0e7ffc1c18701c7cf839f83e08e01c000000000000",
    "示": "0000000000000ffff80ffff80000000000003ffffe3ffffe3ffffe001c00001c00071c60"
    "071c700f1c780e1c381e1c3c1c1c1c3c1c1e381c1e01fc0800fc0000f000000000000000",
    "生": "000000001c00079c00071c00071c000ffffc0ffffc1ffffc1c1c003c1c00381c00181c00"
    "001c0007fff807fff807fff8001c00001c00001c00001c003ffffe3ffffe3ffffe000000",
    "成": "00072000077000077c0007381ffffe1ffffe1ffffe1c07001c07181ff71c1ff7381ff3b8"
    "1c73f01c73f01c73e01c73e01c71c41ff3c61de7e6399fee383efe381c7c100838000000",
}

NIGHT, PAVEMENT, WALL, LAMP = "#1d2433", "#6b6f76", "#c9b99a", "#ffcf70"
INK, PAPER, BAND = "#23272e", "#f6f1e4", "#b3261e"

Draw = ImageDraw.ImageDraw


def picture(name: str) -> bytes:
    """Return one of the drawings as PNG."""
    image = Image.new("RGB", SIZE_PX, NIGHT)
    draw = ImageDraw.Draw(image)
    SCENES[name](draw)
    _say_generated(draw)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _street_at_night(draw: Draw) -> None:
    draw.rectangle((0, 300, 640, 480), fill=PAVEMENT)
    draw.rectangle((60, 90, 580, 300), fill="#39455e")
    draw.rectangle((80, 130, 560, 170), fill=LAMP)
    draw.rectangle((110, 190, 250, 300), fill=LAMP)


def _stall(draw: Draw) -> None:
    _street_at_night(draw)
    for left in (120, 290, 460):
        draw.rectangle((left, 330, left + 90, 344), fill=PAPER)
        draw.rectangle((left + 40, 344, left + 50, 400), fill=INK)
        for stool in (left - 24, left + 96):
            draw.rectangle((stool, 366, stool + 18, 402), fill=BAND)


def _pavement(draw: Draw) -> None:
    _street_at_night(draw)
    for left in range(0, 640, 80):
        draw.line((left, 300, left - 60, 480), fill="#7d828a", width=2)


def _clean_wall(draw: Draw) -> None:
    draw.rectangle((0, 0, 640, 400), fill=WALL)
    draw.rectangle((0, 400, 640, 480), fill=PAVEMENT)
    for row, top in enumerate(range(0, 400, 50)):
        draw.line((0, top, 640, top), fill="#b7a482", width=2)
        for left in range(50 * (row % 2), 640, 100):
            draw.line((left, top, left, top + 50), fill="#b7a482", width=2)


def _wall(draw: Draw) -> None:
    _clean_wall(draw)
    draw.rectangle((230, 130, 420, 270), fill=PAPER, outline=INK, width=3)
    for top in (155, 180):
        draw.rectangle((250, top, 400, top + 10), fill="#9a9488")
    # The number is shown as it is kept: masked.
    draw.text((252, 215), "186****2148", fill=INK, font=ImageFont.load_default(24))


SCENES: Final[dict[str, Callable[[Draw], None]]] = {
    "stall": _stall,
    "pavement": _pavement,
    "wall": _wall,
    "clean_wall": _clean_wall,
}


def _say_generated(draw: Draw) -> None:
    draw.rectangle((0, 0, 640, 64), fill=BAND)
    left = 16
    for glyph in ("演", "示", "生", "成"):
        _glyph(draw, glyph, left, 8)
        left += GLYPH_PX * GLYPH_ZOOM + 4
    draw.text((left + 16, 20), "DEMO · GENERATED, NOT A PHOTO", fill="white", font=_latin())


def _glyph(draw: Draw, glyph: str, left: int, top: int) -> None:
    bits = int(GLYPHS[glyph], 16)
    for place in range(GLYPH_PX * GLYPH_PX):
        if bits >> (GLYPH_PX * GLYPH_PX - 1 - place) & 1:
            y, x = divmod(place, GLYPH_PX)
            x0, y0 = left + x * GLYPH_ZOOM, top + y * GLYPH_ZOOM
            draw.rectangle((x0, y0, x0 + GLYPH_ZOOM - 1, y0 + GLYPH_ZOOM - 1), fill="white")


def _latin() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(22)
