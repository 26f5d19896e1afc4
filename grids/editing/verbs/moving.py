"""Moving what neighbours share: a vertex, or the whole border between two cells, once for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

import numpy as np
import shapely

from gis_core.geometry import Floats, metres_per_tick, segments
from grids.drafts.errors import NotNeighbours, VertexUnknown
from grids.editing.holding import check_holds
from grids.editing.patch import Patch, cells_by_code
from grids.editing.recording import Command, Outcome, write
from grids.editing.rows import Level, Row
from grids.editing.shapes import line_of, point_of
from grids.editing.topology import moved_vertex, share_vertices, with_chain
from grids.models import Generation

VERTEX_REACH_M: Final = 1.0
"""A click on a vertex is meant for it within this distance."""


def move_vertex(generation: Generation, command: Command) -> Outcome:
    """Move the vertex at `from` to `to`, in every cell and area that has it."""
    near, target = point_of(command["from"]), point_of(command["to"])
    patch = Patch(generation)
    reach = VERTEX_REACH_M / np.array(metres_per_tick(float(near[1]) / 1e7))
    patch.look_at((*(near - reach), *(near + reach)))
    old = _nearest_vertex(patch, near)
    holders = [key for key, row in patch.rows.items() if _has_vertex(row, old)]
    _look_around(patch, holders, shapely.Point(target))
    _reshape(patch, holders, lambda row: moved_vertex(row.shape, old, target))
    share_vertices(patch, holders)
    check_holds(patch)
    return write(patch)


def _nearest_vertex(patch: Patch, near: Floats) -> Floats:
    cells = [row.shape for row in patch.of(Level.CELL)]
    vertices = shapely.get_coordinates(cells)
    metres = metres_per_tick(float(near[1]) / 1e7)
    if len(vertices):
        away = np.hypot(*((vertices - near) * metres).T)
        if away.min() <= VERTEX_REACH_M:
            return np.asarray(vertices[away.argmin()])
    raise VertexUnknown(reach_m=f"{VERTEX_REACH_M:g}")


def _has_vertex(row: Row, vertex: Floats) -> bool:
    return bool((shapely.get_coordinates(row.shape) == vertex).all(axis=1).any())


def move_edge(generation: Generation, command: Command) -> Outcome:
    """Give the border between `left` and `right` a new course; its two ends stay."""
    left, *others = cells_by_code(generation, [command["left"], command["right"]])
    if not others:
        raise NotNeighbours(left=left.code, right=left.code)
    (right,) = others
    line = line_of(command["line"])
    old = _shared_run(left, right)
    new = _between(old, line)
    patch = Patch(generation)
    patch.look_at(left.shape.bounds)
    patch.look_at(right.shape.bounds)
    holders = [
        key for key, row in patch.rows.items() if with_chain(row.shape, old, new) is not row.shape
    ]
    _look_around(patch, holders, shapely.LineString(new))
    _reshape(patch, holders, lambda row: with_chain(row.shape, old, new))
    share_vertices(patch, holders)
    check_holds(patch)
    return write(patch)


def _shared_run(left: Row, right: Row) -> Floats:
    """Return the vertices of the one border that two cells share, end to end."""
    both, _ = segments(np.array([left.shape, right.shape]))
    edges, times = np.unique(both, axis=0, return_counts=True)
    shared = edges[times == 2].reshape(-1, 2, 2)
    run = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(shared)))
    if run.geom_type != "LineString" or run.is_empty or run.is_closed:
        raise NotNeighbours(left=left.code, right=right.code)
    return np.asarray(shapely.get_coordinates(run))


def _between(old: Floats, line: shapely.Geometry) -> Floats:
    """Return the line as the way from the first to the last vertex of the old border."""
    given = shapely.get_coordinates(line)
    ends = old[[0, -1]]
    if np.hypot(*(given[[0, -1]] - ends).T).sum() > np.hypot(*(given[[-1, 0]] - ends).T).sum():
        given = given[::-1]
    return np.vstack([ends[:1], given[1:-1], ends[1:]])


def _look_around(patch: Patch, holders: list[UUID], target: shapely.Geometry) -> None:
    """Load whoever the moved border may come near to; areas are large, their cells count."""
    cells = [patch.rows[k].shape for k in holders if patch.rows[k].level is Level.CELL]
    patch.look_at(tuple(shapely.total_bounds([*cells, target])))


def _reshape(
    patch: Patch, holders: list[UUID], shape_of: Callable[[Row], shapely.Geometry]
) -> None:
    for key in holders:
        row = patch.rows[key]
        patch.put(row.shaped(shapely.remove_repeated_points(shape_of(row))))
