"""From files of areas to a network: districts, streets and cells that meet exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import geopandas as gpd
import pandas as pd

from grids.build import lay_cells
from grids.codes import cell_code
from grids.coverage import make_coverage, overhangs, unions
from importers.crs import in_wgs84
from importers.errors import CodesRepeat, ParentMissing
from importers.mapping import LayerMapping, SourceMapping
from importers.read import layer, within


@dataclass(frozen=True)
class NetworkFrames:
    """A network before it is stored; every geometry in EPSG:4326, every border in both neighbours.

    districts, streets: `code`, `name`, `name_en`, geometry; streets also `parent_code`.
    cells: `code`, `area_code` (the street's), `sequence`, `area_m2`, geometry.
    repairs: `kind`, `code`, `other`, `area_m2`, geometry: what was mended on the way.
    """

    districts: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    repairs: gpd.GeoDataFrame


def build_network(
    mapping: SourceMapping,
    directory: Path,
    crs_of_file: Mapping[str, str],
    step: Callable[[str], None] = lambda name: None,
) -> NetworkFrames:
    """Build the network of a source.

    Args:
        crs_of_file: overrides what the mapping and the files say, by file name.
        step: told what begins: "read", "coverage", "cells".

    Raises:
        What `read.layer` and `crs.in_wgs84` raise; CodesRepeat, ParentMissing.
    """
    srid = mapping.city.metre_srid
    step("read")
    given_districts = _areas(mapping, mapping.districts, directory, crs_of_file)
    given_streets = _areas(mapping, mapping.streets, directory, crs_of_file)
    _check_parents(given_streets, given_districts, mapping.streets.file)
    step("coverage")
    coverage = make_coverage(given_streets, srid)
    step("cells")
    cells = lay_cells(coverage.areas, mapping.cells.size_m, srid)
    streets = _with_names(unions(cells, by="area_code"), given_streets)
    districts = _with_names(unions(streets, by="parent_code"), given_districts)
    cells["code"] = [
        cell_code(mapping.city.code_scheme, area, sequence)
        for area, sequence in zip(cells["area_code"], cells["sequence"], strict=True)
    ]
    outside = overhangs(given_streets, given_districts, srid)
    return NetworkFrames(districts, streets, cells, _joined(coverage.repairs, outside))


def _areas(
    mapping: SourceMapping, source: LayerMapping, directory: Path, crs_of_file: Mapping[str, str]
) -> gpd.GeoDataFrame:
    path = within(directory, source.file)
    raw = layer(path, sorted({source.code, *columns_of(source.name), *columns_of(source.name_en)}))
    crs = crs_of_file.get(source.file, source.crs)
    placed = in_wgs84(raw, crs=crs, city=mapping.city, path=path)
    code = placed[source.code].map(lambda value: str(value).strip().zfill(source.code_width))
    if not code.is_unique or (code == "").any() or raw[source.code].isna().any():
        raise CodesRepeat(path=path, codes=", ".join(sorted(set(code[code.duplicated()]))))
    return gpd.GeoDataFrame(
        {
            "code": code,
            "parent_code": code.str[: source.parent_digits],
            "name": named(placed, source.name),
            "name_en": named(placed, source.name_en),
        },
        geometry=placed.geometry,
        crs=placed.crs,
    )


def columns_of(template: str) -> list[str]:
    """Return the columns that a template of a name asks for."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def named(frame: pd.DataFrame, template: str) -> list[str]:
    """Return the template filled with each row's own values."""
    rows = frame[columns_of(template)].to_dict("records")
    return [template.format(**row).strip() for row in rows] or [template] * len(frame)


def _check_parents(streets: pd.DataFrame, districts: pd.DataFrame, file: str) -> None:
    orphans = streets[~streets["parent_code"].isin(districts["code"])]
    if len(orphans):
        raise ParentMissing(path=file, codes=", ".join(orphans["code"].head(10)))


def _with_names(shapes: gpd.GeoDataFrame, given: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    words = given[["code", "parent_code", "name", "name_en"]]
    return gpd.GeoDataFrame(shapes.merge(words, on="code"), geometry="geometry", crs=shapes.crs)


def _joined(*repairs: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    joined = pd.concat(repairs, ignore_index=True)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=repairs[0].crs)
