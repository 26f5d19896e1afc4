"""A draft's network as arrays, for checks that look at all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import pandas as pd
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models.functions import Coalesce

from gis_core.geometry import Geometries, to_ticks
from grids.models import Cell, Community, District, Generation, Street

Frame: TypeAlias = pd.DataFrame
"""One level: `id`, `code`, `home` (key of the area above, None for a district), `shape` in degrees;
cells also `sequence` and `area_code`, the home's code."""


@dataclass(frozen=True)
class NetworkArrays:
    """All four levels of one generation."""

    generation: Generation
    districts: Frame
    streets: Frame
    communities: Frame
    cells: Frame

    def homes(self) -> Frame:
        """Every area that holds cells itself: communities, and streets that have none."""
        above = set(self.cells["home"])
        areas = pd.concat([self.communities, self.streets], ignore_index=True)
        return areas[areas["id"].isin(above)].reset_index(drop=True)


def read_network(generation: Generation) -> NetworkArrays:
    said = {"generation": generation}
    areas = ("id", "code", "home")
    districts = _frame(District.objects.filter(**said).values_list("id", "code", _WKB), "id code")
    districts["home"] = None
    streets = Street.objects.filter(**said).values_list("id", "code", "district_id", _WKB)
    communities = Community.objects.filter(**said).values_list("id", "code", "street_id", _WKB)
    home = Coalesce("community_id", "street_id")
    cells = Cell.objects.filter(**said).order_by("code")
    columns = ("id", "code", home, "sequence", "street__code", "community__code")
    frame = _frame(
        cells.values_list(*columns, _WKB), "id code home sequence street_code community_code"
    )
    frame["area_code"] = frame["community_code"].fillna(frame["street_code"])
    return NetworkArrays(
        generation,
        districts,
        _frame(streets, " ".join(areas)),
        _frame(communities, " ".join(areas)),
        frame,
    )


_WKB: Any = AsWKB("geom")


def _frame(rows: Any, columns: str) -> Frame:
    listed = list(rows)
    frame = pd.DataFrame([row[:-1] for row in listed], columns=columns.split(), dtype=object)
    frame["shape"] = shapely.from_wkb([bytes(row[-1]) for row in listed])
    return frame


def twice_area(shapes: Geometries) -> np.ndarray:
    """Return twice the area of each shape (degrees) in whole square ticks, exactly.

    Coordinates are taken from a corner near by, so that products stay far inside 64 bits.
    """
    ticks = to_ticks(shapes)
    parts, owner_of_part = shapely.get_parts(ticks, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    xy, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
    if not len(xy):
        return np.zeros(len(ticks), dtype=np.int64)
    whole = np.rint(xy - np.floor(xy.min(axis=0))).astype(np.int64)
    same = ring_of_vertex[1:] == ring_of_vertex[:-1]
    cross = whole[:-1, 0] * whole[1:, 1] - whole[1:, 0] * whole[:-1, 1]
    signed = np.zeros(len(rings), dtype=np.int64)
    np.add.at(signed, ring_of_vertex[:-1][same], cross[same])
    first = np.r_[True, part_of_ring[1:] != part_of_ring[:-1]]
    turned = np.where(first, np.abs(signed), -np.abs(signed))
    total = np.zeros(len(ticks), dtype=np.int64)
    np.add.at(total, owner_of_part[part_of_ring], turned)
    return total


def key_index(frame: Frame) -> dict[UUID, int]:
    return {key: row for row, key in enumerate(frame["id"])}
