"""Shapes that clients send, as whole ticks; and cutting polygons along lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError

from gis_core.errors import Words
from gis_core.geometry import Floats, Geometries, faces, noded, rounded, to_ticks
from grids.drafts.errors import BadShape

VERTICES_LIMIT: Final = 50_000
"""The roads of a district have some 20,000; more in one command is a slip."""

_NOT_READ = Words("unreadable", "不是可读的 GeoJSON 图形", "it is no GeoJSON geometry")
_KIND = Words("wrong_kind", "图形类型不对", "it is of another kind than asked for")
_INVALID = Words("invalid", "图形自相交或为空", "it crosses itself or is empty")
_TOO_LARGE = Words("too_large", "顶点太多", "it has too many vertices")
_OFF = Words("off_the_globe", "坐标不在经纬度范围内", "its coordinates are no longitude, latitude")


def line_of(geojson: Mapping[str, Any]) -> shapely.Geometry:
    """Return a LineString or MultiLineString (degrees) in ticks, or raise BadShape."""
    return _read(geojson, {"LineString", "MultiLineString"})


def polygon_of(geojson: Mapping[str, Any]) -> shapely.Geometry:
    """Return a valid Polygon (degrees) in ticks, or raise BadShape."""
    return _read(geojson, {"Polygon"})


def _read(geojson: Mapping[str, Any], kinds: set[str]) -> shapely.Geometry:
    try:
        given = shapely.geometry.shape(geojson)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise BadShape(reason=_NOT_READ) from None
    if given.geom_type not in kinds:
        raise BadShape(reason=_KIND)
    xy = shapely.get_coordinates(given)
    if len(xy) > VERTICES_LIMIT:
        raise BadShape(reason=_TOO_LARGE)
    if not np.isfinite(xy).all() or (np.abs(xy) > (180, 90)).any():
        raise BadShape(reason=_OFF)
    ticks = shapely.remove_repeated_points(to_ticks(shapely.force_2d(given))[()])
    if ticks.is_empty or not ticks.is_valid:
        raise BadShape(reason=_INVALID)
    return ticks


def point_of(lon_lat: tuple[float, float]) -> Floats:
    """Return a position (degrees) in whole ticks."""
    xy = rounded(lon_lat)
    if not np.isfinite(xy).all() or (np.abs(xy) > (180, 90)).any():
        raise BadShape(reason=_OFF)
    return np.rint(np.asarray(xy) * 10_000_000)


def cut(area: shapely.Geometry, lines: shapely.Geometry) -> Geometries:
    """Return the faces into which lines cut an area; one where they do not. All in ticks."""
    inside = shapely.intersection(lines, area)
    pieces = faces(noded([shapely.boundary(area), _lineal(inside)]))
    middle = shapely.point_on_surface(pieces)
    shapely.prepare(area)
    within: Geometries = pieces[shapely.intersects(area, middle)]
    return within


def _lineal(shape: shapely.Geometry) -> shapely.Geometry:
    parts = np.atleast_1d(shapely.get_parts(shape))
    return shapely.multilinestrings(parts[shapely.get_dimensions(parts) == 1])
