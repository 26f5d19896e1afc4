"""What an edit must leave as it was: no new overlap, no new gap, nobody outside their area.

A draft may be broken already, where somebody loaded it so; an edit may not break it further. Areas
are compared as whole numbers of square ticks, so "no new gap" is exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import numpy as np
import shapely

from gis_core.errors import Words
from gis_core.geometry import from_ticks
from grids.drafts.errors import WouldBreak
from grids.drafts.network import twice_area
from grids.editing.patch import Patch
from grids.editing.rows import Level, Row

NOISE_TICKS2 = 2.0
"""Two square ticks are a few square centimetres: what doubles leave of exact borders."""

INVALID = Words("invalid_shape", "{code} 的图形会变得无效", "{code} would become invalid")
OVERLAP = Words("new_overlap", "{code} 与相邻的图形会重叠", "{code} would overlap a neighbour")
OUTSIDE = Words("sticks_out", "{code} 会超出所属的区域", "{code} would stick out of its area")
GAP = Words("new_gap", "{code} 之内会留下空隙或重叠", "a gap or an overlap would be left in {code}")

Pairs = list[tuple[Row | None, Row | None]]


def check_holds(patch: Patch, *, gaps: bool = True) -> None:
    """Raise WouldBreak where the patch is worse than it was.

    Args:
        gaps: whether areas must stay as full as they were; a repair may fill them or empty them.
    """
    pairs = list(patch.changed())
    _check_shapes(now for _, now in pairs if now)
    for level in Level:
        _check_overlaps(patch, level, pairs)
    _check_outside(patch, pairs)
    if gaps:
        _check_sums(patch, pairs)


def _refuse(words: Words, code: str) -> WouldBreak:
    return WouldBreak(
        reason=Words(words.code, words.zh.format(code=code), words.en.format(code=code))
    )


def _check_shapes(rows: Iterable[Row]) -> None:
    for row in rows:
        wanted = "Polygon" if row.level is Level.CELL else "MultiPolygon"
        sound = row.shape.geom_type == wanted and not row.shape.is_empty
        if not (sound and shapely.is_valid(row.shape) and shapely.is_valid(_degrees(row))):
            raise _refuse(INVALID, row.code)


def _degrees(row: Row) -> shapely.Geometry:
    return from_ticks(row.shape)[()]


def _check_overlaps(patch: Patch, level: Level, pairs: Pairs) -> None:
    was = [row for row, _ in pairs if row and row.level is level]
    now = [row for _, row in pairs if row and row.level is level]
    after, code = _shared(now, [row for row in patch.rows.values() if row.level is level])
    if after <= NOISE_TICKS2:
        return
    before, _ = _shared(was, [row for row in patch.before.values() if row.level is level])
    if after > before + NOISE_TICKS2:
        raise _refuse(OVERLAP, code)


def _shared(some: list[Row], everybody: list[Row]) -> tuple[float, str]:
    """Return the square ticks that `some` share with others, and the code that shares most."""
    if not some:
        return 0.0, ""
    all_shapes = np.array([_near_origin(row, some[0]) for row in everybody])
    shapes = np.array([_near_origin(row, some[0]) for row in some])
    left, right = shapely.STRtree(all_shapes).query(shapes, predicate="intersects")
    other = [some[a].id != everybody[b].id for a, b in zip(left, right, strict=True)]
    left, right = left[other], right[other]
    shared = shapely.area(shapely.intersection(shapes[left], all_shapes[right]))
    if not len(shared):
        return 0.0, ""
    return float(shared.sum()), some[int(left[shared.argmax()])].code


def _near_origin(row: Row, at: Row) -> shapely.Geometry:
    """Return the shape moved to where products of coordinates keep their last digits."""
    corner = np.array(at.shape.bounds[:2])
    return shapely.transform(row.shape, lambda xy: xy - corner)


def _check_outside(patch: Patch, pairs: Pairs) -> None:
    for was, now in pairs:
        if now is None or now.home is None or now.home not in patch.rows:
            continue
        outside = _outside(now, patch.rows[now.home])
        if outside <= NOISE_TICKS2:
            continue
        old_home = patch.before.get(was.home) if was and was.home else None
        before = _outside(was, old_home) if was and old_home else 0.0
        if outside > before + NOISE_TICKS2:
            raise _refuse(OUTSIDE, now.code)


def _outside(row: Row, home: Row) -> float:
    shape, area = _near_origin(row, row), _near_origin(home, row)
    if shapely.covers(area, shape):
        return 0.0
    return float(shapely.area(shapely.difference(shape, area)))


def _check_sums(patch: Patch, pairs: Pairs) -> None:
    """Every area has grown exactly by what those right below it have grown together."""
    grown: defaultdict[UUID, int] = defaultdict(int)
    by_level: defaultdict[tuple[UUID, Level], int] = defaultdict(int)
    for was, now in pairs:
        for row, sign in ((was, -1), (now, 1)):
            if row is None:
                continue
            twice = sign * int(twice_area(from_ticks(np.array([row.shape])))[0])
            grown[row.id] += twice
            if row.home is not None:
                by_level[row.home, row.level] += twice
    homes = {home for home, _ in by_level} | {key for key in grown if _is_area(patch, key)}
    for home in homes:
        below = {by_level[home, level] for level in Level if _divides(patch, home, level)}
        if below and below != {grown.get(home, 0)}:
            raise _refuse(GAP, _code(patch, home))


def _is_area(patch: Patch, key: UUID) -> bool:
    row = patch.rows.get(key) or patch.before[key]
    return row.level is not Level.CELL


def _divides(patch: Patch, home: UUID, level: Level) -> bool:
    """Whether rows of this level lie right below the area, before or after."""
    rows = (*patch.rows.values(), *patch.before.values())
    return any(row.home == home and row.level is level for row in rows)


def _code(patch: Patch, key: UUID) -> str:
    row = patch.rows.get(key) or patch.before.get(key)
    return row.code if row else str(key)
