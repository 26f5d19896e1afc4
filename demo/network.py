"""The demo city's network: cells over the generated communities, stored as one generation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import transaction

from demo.english import community_name, street_name
from demo.geography import GroundPlan, read_ground_plan
from demo.layout import lay_out
from gis_core.ids import uuid7
from gis_core.srid import WGS84
from grids.build import lay_cells
from grids.codes import cell_code
from grids.coverage import unions
from grids.models import Area, Cell, City, Community, District, Generation, Street
from grids.refusals import network_refusals

BATCH_ROWS: Final = 2000

DISTRICT_NAMES_EN: Final = {
    "430302": "Yuhu District",
    "430304": "Yuetang District",
    "430321": "Xiangtan County",
    "430381": "Xiangxiang City",
    "430382": "Shaoshan City",
}


@dataclass(frozen=True)
class CellSizes:
    """Sides of a full cell in metres: in built-up communities, round a town's own neighbourhood,
    and in villages; the last two are marked `rural`."""

    built_up_m: float
    town_m: float
    village_m: float


SIZES: Final = {
    "full": CellSizes(100.0, 1000.0, 2000.0),
    "small": CellSizes(400.0, 2500.0, 5000.0),
}


@dataclass(frozen=True)
class NetworkFrames:
    """A network before it is stored: EPSG:4326, one noded coverage through all levels.

    districts, streets, communities: `code`, `name`, `name_en`, `parent`, geometry.
    cells: `code`, `area_code` (the community's), `sequence`, `area_m2`, `rural`, geometry.
    """

    districts: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    communities: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame


def build_network(sources: Path, city: City, scale: str) -> NetworkFrames:
    """Draw the demo city's network; the same scale gives the same one each time."""
    plan = read_ground_plan(sources)
    given = lay_out(plan)
    sizes = SIZES[scale]
    size_m = np.select(
        [given["built_up"], given["centre"]], [sizes.built_up_m, sizes.town_m], sizes.village_m
    )
    cells = lay_cells(given, pd.Series(size_m, index=given.index), city.metre_srid)
    numbered = zip(cells["area_code"], cells["sequence"], strict=True)
    cells["code"] = [cell_code(city.code_scheme, area, number) for area, number in numbered]
    cells["rural"] = ~cells["area_code"].map(given.set_index("code")["built_up"])
    return _with_parents(plan, given, cells)


def _with_parents(
    plan: GroundPlan, given: gpd.GeoDataFrame, cells: gpd.GeoDataFrame
) -> NetworkFrames:
    """Return all levels, every area exactly the union of its cells."""
    communities = _named(unions(cells, by="area_code"), given.rename(columns={"street": "parent"}))
    streets = _named(
        unions(communities, by="parent"), plan.streets.rename(columns={"district": "parent"})
    )
    districts = _named(unions(streets, by="parent"), plan.districts.assign(parent=""))
    communities["name_en"] = communities["name"].map(community_name)
    streets["name_en"] = streets["name"].map(street_name)
    districts["name_en"] = districts["code"].map(DISTRICT_NAMES_EN)
    return NetworkFrames(districts, streets, communities, cells)


def _named(shapes: gpd.GeoDataFrame, words: pd.DataFrame) -> gpd.GeoDataFrame:
    named = shapes.merge(words[["code", "name", "parent"]], on="code")
    return gpd.GeoDataFrame(named, geometry="geometry", crs=WGS84)


def load_network(city: City, scale: str, sources: Path, at: datetime) -> Generation:
    """Build the network and store it as the city's next generation, in force from `at`.

    All or nothing. Raises SourceMissing, and what `grids.refusals` names.
    """
    frames = build_network(sources, city, scale)
    with network_refusals(), transaction.atomic():
        number = Generation.objects.of(city).count() + 1
        generation = Generation.objects.create(city=city, number=number, valid_from=at)
        _store(frames, _Shelf(city, generation))
    return generation


@dataclass(frozen=True)
class _Shelf:
    """Where rows go: a city's generation."""

    city: City
    generation: Generation

    def areas(
        self, model: type[Area], frame: gpd.GeoDataFrame, parent: str, parents: dict[str, UUID]
    ) -> dict[str, UUID]:
        """Store areas and return their keys by code; `parent` is the field that points up."""
        rows = [
            model(
                id=uuid7(),
                generation=self.generation,
                city=self.city,
                code=row.code,
                name=row.name,
                name_en=row.name_en,
                generated=model is not District,
                geom=_multi(row.geometry),
                **({f"{parent}_id": parents[row.parent]} if parent else {}),
            )
            for row in _rows(frame)
        ]
        model._default_manager.bulk_create(rows, batch_size=BATCH_ROWS)
        return {row.code: row.pk for row in rows}

    def cells(
        self, frame: gpd.GeoDataFrame, street_of: dict[str, UUID], communities: dict[str, UUID]
    ) -> None:
        Cell.objects.bulk_create(
            (
                Cell(
                    id=uuid7(),
                    generation=self.generation,
                    city=self.city,
                    street_id=street_of[row.area_code],
                    community_id=communities[row.area_code],
                    code=row.code,
                    sequence=row.sequence,
                    area_m2=row.area_m2,
                    rural=row.rural,
                    generated=True,
                    geom=_polygon(row.geometry),
                )
                for row in _rows(frame)
            ),
            batch_size=BATCH_ROWS,
        )


def _store(frames: NetworkFrames, shelf: _Shelf) -> None:
    districts = shelf.areas(District, frames.districts, "", {})
    streets = shelf.areas(Street, frames.streets, "district", districts)
    communities = shelf.areas(Community, frames.communities, "street", streets)
    above = frames.communities.set_index("code")["parent"].map(streets)
    shelf.cells(frames.cells, above.to_dict(), communities)


def _rows(frame: gpd.GeoDataFrame) -> Iterator[Any]:
    rows: Iterable[Any] = frame.itertuples(index=False)
    return iter(rows)


def _polygon(shape: shapely.Polygon) -> Polygon:
    return cast(Polygon, GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=WGS84))


def _multi(shape: shapely.Geometry) -> MultiPolygon:
    return MultiPolygon([_polygon(part) for part in shapely.get_parts(shape)], srid=WGS84)
