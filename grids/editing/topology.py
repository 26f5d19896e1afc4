"""Borders that several rows share, in whole ticks: a vertex is in all of them, or in none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

import numpy as np
import shapely

from gis_core.geometry import Floats
from grids.editing.patch import Patch
from grids.editing.rows import Row

SNAP_TICKS: Final = 0.71
"""Noding on whole ticks moves a border by at most half the diagonal of one."""

RingChange = Callable[[Floats], Floats]


def share_vertices(patch: Patch, touched: Iterable[UUID]) -> None:
    """Give each of the touched rows its neighbours' vertices on its border, and them its own."""
    keys = {key for key in touched if key in patch.rows}
    given = _vertices([patch.rows[key] for key in keys])
    everybody = _vertices(patch.rows.values())
    for key, row in list(patch.rows.items()):
        shape = with_vertices(row.shape, everybody if key in keys else given)
        if shape is not row.shape:
            patch.put(row.shaped(shape))


def _vertices(rows: Iterable[Row]) -> Floats:
    return np.unique(shapely.get_coordinates([row.shape for row in rows]), axis=0)


def with_vertices(shape: shapely.Geometry, vertices: Floats) -> shapely.Geometry:
    """Return the shape with each of the points that lie on its border as a vertex of it.

    The very same object where none is missing.
    """
    west, south, east, north = np.add(shape.bounds, (-1, -1, 1, 1))
    x, y = vertices.T
    near = vertices[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    known = {(x, y) for x, y in shapely.get_coordinates(shape).tolist()}
    strange = np.array([p for p in near.tolist() if tuple(p) not in known]).reshape(-1, 2)
    border = shapely.boundary(shape)
    shapely.prepare(border)
    missing = strange[shapely.dwithin(border, shapely.points(strange), SNAP_TICKS)]
    if not len(missing):
        return shape
    return changed_rings(shape, lambda ring: _inserted(ring, missing))


def _inserted(ring: Floats, points: Floats) -> Floats:
    """Return the ring with those points that lie on it put where they lie."""
    start, step = ring[:-1], np.diff(ring, axis=0)
    length2 = np.maximum((step**2).sum(axis=1), 1e-12)
    to_point = points[:, None, :] - start[None, :, :]
    along = np.clip((to_point * step).sum(axis=2) / length2, 0.0, 1.0)
    off = to_point - along[:, :, None] * step
    distance2 = (off**2).sum(axis=2)
    segment = distance2.argmin(axis=1)
    row = np.arange(len(points))
    near = distance2[row, segment] <= SNAP_TICKS**2
    if not near.any():
        return ring
    order = np.lexsort((along[row, segment][near], segment[near]))
    at = segment[near][order] + 1
    return np.insert(ring, at, points[near][order], axis=0)


def changed_rings(shape: shapely.Geometry, change: RingChange) -> shapely.Geometry:
    """Return a polygon or multipolygon with every ring's coordinates put through `change`."""
    parts = []
    for part in shapely.get_parts(shape):
        shell, *holes = (change(shapely.get_coordinates(r)) for r in shapely.get_rings(part))
        parts.append(shapely.Polygon(shell, holes))
    return parts[0] if shape.geom_type == "Polygon" else shapely.multipolygons(parts)


def moved_vertex(shape: shapely.Geometry, old: Floats, new: Floats) -> shapely.Geometry:
    """Return the shape with one vertex elsewhere; the same object where it has none there."""
    there = (shapely.get_coordinates(shape) == old).all(axis=1)
    if not there.any():
        return shape

    def change(ring: Floats) -> Floats:
        return np.where((ring == old).all(axis=1)[:, None], new, ring)

    return changed_rings(shape, change)


def with_chain(shape: shapely.Geometry, old: Floats, new: Floats) -> shapely.Geometry:
    """Return the shape with the run of vertices `old` replaced by `new`, in either direction.

    Both runs have the same ends. The same object where the shape does not have the run.
    """
    done = False

    def change(ring: Floats) -> Floats:
        nonlocal done
        for was, now in ((old, new), (old[::-1], new[::-1])):
            replaced = _replaced(ring, was, now)
            if replaced is not None:
                done = True
                return replaced
        return ring

    changed = changed_rings(shape, change)
    return changed if done else shape


def _replaced(ring: Floats, was: Floats, now: Floats) -> Floats | None:
    open_ring = ring[:-1]
    for start in np.flatnonzero((open_ring == was[0]).all(axis=1)):
        turned = np.roll(open_ring, -start, axis=0)
        turned = np.vstack([turned, turned[:1]])
        if len(turned) >= len(was) and (turned[: len(was)] == was).all():
            return np.vstack([now, turned[len(was) :]])
    return None
