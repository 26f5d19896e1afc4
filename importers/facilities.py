"""Files of facilities: what is new is added, what differs is changed, what is gone is only told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction

from facilities.models import Facility
from gis_core.geometry import from_ticks, to_ticks
from gis_core.srid import WGS84
from grids.models import City
from grids.plane import Plane
from importers.areas import columns_of, named
from importers.changes import Changes, changes, shape
from importers.crs import in_wgs84
from importers.errors import CityUnknownHere, CodesRepeat
from importers.mapping import FacilityMapping, SourceMapping
from importers.read import layer, within

BATCH_ROWS = 2_000
CHANGEABLE = ("kind", "name", "attributes", "geom")


@dataclass(frozen=True)
class Mended:
    """An outline that crossed itself: its facility, and by how many m² the repair changed it."""

    code: str
    area_m2: float


@dataclass(frozen=True)
class FacilityReport:
    """What became of one file; `dropped` are codes whose geometry is empty or vanished."""

    file: str
    changes: Changes
    mended: list[Mended]
    dropped: list[str]


@transaction.atomic
def load_facilities(
    mapping: SourceMapping, directory: Path, crs_of_file: Mapping[str, str]
) -> list[FacilityReport]:
    """Load every file of facilities that the mapping names, all or none.

    Raises:
        CityUnknownHere, CodesRepeat; what `read.layer` and `crs.in_wgs84` raise.
    """
    city = City.objects.filter(slug=mapping.city.slug).first()
    if city is None:
        raise CityUnknownHere(city=mapping.city.slug)
    return [_load_file(city, mapping, said, directory, crs_of_file) for said in mapping.facilities]


def _load_file(
    city: City,
    mapping: SourceMapping,
    said: FacilityMapping,
    directory: Path,
    crs_of_file: Mapping[str, str],
) -> FacilityReport:
    path = within(directory, said.file)
    kind_columns = [said.kind_column] if said.kind_column else []
    raw = layer(path, [said.code, *columns_of(said.name), *kind_columns, *said.attributes])
    crs = crs_of_file.get(said.file, said.crs)
    placed = in_wgs84(raw, crs=crs, city=mapping.city, path=path)
    code = said.code_prefix + placed[said.code].map(str)
    if not code.is_unique:
        raise CodesRepeat(path=path, codes=", ".join(sorted(set(code[code.duplicated()]))))
    shapes, mended = _mended(placed.geometry, code, Plane(city.metre_srid))
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    given = _given(placed, said, code, shapes)
    return FacilityReport(
        file=said.file,
        changes=_store(city, {c: given[c] for c in code[usable]}, said.code_prefix),
        mended=mended,
        dropped=code[~usable].tolist(),
    )


def _mended(
    geometry: gpd.GeoSeries, code: pd.Series, plane: Plane
) -> tuple[np.ndarray[Any, Any], list[Mended]]:
    """Return valid geometries with coordinates on multiples of 1e-7°, and what had to be mended."""
    given = geometry.to_numpy()
    valid = shapely.make_valid(given, method="structure", keep_collapsed=False)
    shapes = from_ticks(shapely.set_precision(to_ticks(valid), 1.0))
    broken = np.flatnonzero(~shapely.is_valid(given) & ~shapely.is_missing(given))
    change_m2 = plane.area_m2(to_ticks(valid[broken])) - plane.area_m2(to_ticks(given[broken]))
    return shapes, [
        Mended(code.iloc[row], abs(float(m2))) for row, m2 in zip(broken, change_m2, strict=True)
    ]


def _given(
    frame: gpd.GeoDataFrame, said: FacilityMapping, code: pd.Series, shapes: np.ndarray[Any, Any]
) -> dict[str, dict[str, Any]]:
    """Return the values of each facility by its code."""
    kinds = frame[said.kind_column].map(said.kinds) if said.kind_column else pd.Series(dtype=str)
    rows = frame[said.attributes].astype(object).where(frame[said.attributes].notna(), None)
    return {
        c: {"kind": kind, "name": name, "attributes": attributes, "geom": geom}
        for c, kind, name, attributes, geom in zip(
            code,
            kinds.reindex(frame.index).fillna(said.kind),
            named(frame, said.name),
            rows.to_dict("records"),
            (GEOSGeometry(memoryview(wkb), srid=WGS84) for wkb in shapely.to_wkb(shapes)),
            strict=True,
        )
    }


def _store(city: City, given: dict[str, dict[str, Any]], prefix: str) -> Changes:
    stored = {f.code: f for f in Facility.objects.of(city).filter(code__startswith=prefix)}
    before = {code: _value(vars(facility)) for code, facility in stored.items()}
    after = {code: _value(values) for code, values in given.items()}
    new = [Facility(city=city, code=c, **given[c]) for c in given if c not in stored]
    changed = [stored[c] for c in given if c in stored and before[c] != after[c]]
    for facility in changed:
        for name in CHANGEABLE:
            setattr(facility, name, given[facility.code][name])
    Facility.objects.bulk_create(new, batch_size=BATCH_ROWS)
    Facility.objects.bulk_update(changed, CHANGEABLE, batch_size=BATCH_ROWS)
    return changes(before, after)


def _value(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return (values["kind"], values["name"], values["attributes"], shape(values["geom"]))
