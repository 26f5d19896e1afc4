"""Rows of a network as edits see them: shapes in whole ticks, the rest as stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import shapely

from gis_core.geometry import from_ticks, to_ticks
from gis_core.srid import WGS84


class Level(StrEnum):
    """The four levels; written from the top down, removed from the bottom up."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    CELL = "cell"

    @property
    def table(self) -> str:
        return f"grids_{self.value}"


COLUMNS: Final[Mapping[Level, Mapping[str, str]]] = {
    Level.DISTRICT: {"code": "text", "name": "text", "name_en": "text", "generated": "boolean"},
    Level.STREET: {
        "code": "text", "name": "text", "name_en": "text", "generated": "boolean",
        "district_id": "uuid",
    },
    Level.COMMUNITY: {
        "code": "text", "name": "text", "name_en": "text", "generated": "boolean",
        "street_id": "uuid",
    },
    Level.CELL: {
        "code": "text", "sequence": "integer", "area_m2": "float8", "rural": "boolean",
        "generated": "boolean", "street_id": "uuid", "community_id": "uuid",
    },
}  # fmt: skip
"""What a row holds beside its key, its geometry, its city and its generation; with SQL types."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `facts` are its other columns, `wkb` its geometry in degrees as stored, if it is."""

    level: Level
    id: UUID
    facts: Mapping[str, Any]
    shape: shapely.Geometry
    wkb: bytes | None = None

    @property
    def code(self) -> str:
        return str(self.facts["code"])

    @property
    def home(self) -> UUID | None:
        """Key of the area right above: a cell's community, or its street where it has none."""
        for key in ("community_id", "street_id", "district_id"):
            if self.facts.get(key) is not None:
                return UUID(str(self.facts[key]))
        return None

    def shaped(self, shape: shapely.Geometry) -> Row:
        """Return the row with another shape in ticks; areas stay multipolygons."""
        if self.level is not Level.CELL and shape.geom_type == "Polygon":
            shape = shapely.multipolygons([shape])
        return replace(self, shape=shape, wkb=None)

    def saying(self, **facts: Any) -> Row:
        return replace(self, facts={**self.facts, **facts})

    def written(self) -> dict[str, Any]:
        """Return the row as JSON; the geometry as EWKB in hexadecimal, as PostGIS prints it."""
        degrees = from_ticks(self.shape)[()] if self.wkb is None else shapely.from_wkb(self.wkb)
        placed = shapely.set_srid(degrees, WGS84)
        facts = {k: str(v) if isinstance(v, UUID) else v for k, v in self.facts.items()}
        geom = shapely.to_wkb(placed, hex=True, include_srid=True, byte_order=1)
        return {"id": str(self.id), **facts, "geom": geom}

    @classmethod
    def read(cls, level: Level, id: UUID, facts: Mapping[str, Any], wkb: bytes) -> Row:
        return cls(level, id, facts, to_ticks(shapely.from_wkb(wkb))[()], wkb)
