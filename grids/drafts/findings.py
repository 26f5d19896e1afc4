"""What keeps a draft from being published: every check, over the whole network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.core.cache import cache
from django.db.models import Max
from numpy.typing import NDArray

from gis_core.errors import DomainError
from gis_core.geometry import Geometries
from gis_core.srid import WGS84
from grids import checks
from grids.checks import Finding
from grids.codes import cell_code
from grids.coverage import SLIVER_M2
from grids.drafts.found import Found, Repair, found
from grids.drafts.network import Frame, NetworkArrays, key_index, read_network, twice_area
from grids.drafts.numbering import misnumbered_areas
from grids.drafts.ports import ports
from grids.models import Cell, Community, District, Generation, Street
from grids.plane import Plane
from grids.refusals import OVERLAP_LIMIT_M2

_KEPT_S = 600
"""Findings are kept this long for a network that does not change."""


def findings_of(generation: Generation) -> list[Found]:
    """Return every finding, errors first; asked again only when some row has changed."""
    key = f"network-findings:{generation.pk}:{_revision()}"
    kept: list[Found] | None = cache.get(key)
    if kept is None:
        kept = list(_all(generation))
        kept.sort(key=lambda each: (each.severity, each.kind, each.code, each.id))
        cache.set(key, kept, _KEPT_S)
    return kept


def _revision() -> str:
    """Return what changes with any row of any network: how far the row histories have come."""
    levels = (Cell, Community, Street, District)
    histories: Any = [level._meta.get_field("row_history").related_model for level in levels]
    return "-".join(str(each.objects.aggregate(top=Max("pgh_id"))["top"]) for each in histories)


def _all(generation: Generation) -> Iterator[Found]:
    network = read_network(generation)
    yield from _of_cells(network)
    yield from _of_areas(network)
    yield from _of_numbers(network)
    for check in ports.checks:
        yield from check(generation)


def _of_cells(network: NetworkArrays) -> Iterator[Found]:
    srid = network.generation.city.metre_srid
    cells = _cell_frame(network.cells)
    yield from _as_found(checks.invalid_cells(cells), None)
    off = checks.off_the_coverage(cells)
    for row in checks.overlaps(cells, srid, off).itertuples():
        safe = Repair.DROP_OVERLAP if row.area_m2 <= SLIVER_M2 else None
        yield found(Finding.OVERLAP, row.code, row.other, row.area_m2, row.geometry, safe)
    unnoded = checks.unnoded_vertices(cells)
    for (code, other), points in unnoded.groupby(["code", "other"], sort=True).geometry:
        where = shapely.multipoints(points.to_numpy())
        yield found(Finding.UNNODED, code, other, 0.0, where, Repair.SNAP_VERTICES)
    homes = network.homes()
    yield from _misplaced(network.cells, homes, srid, Repair.DROP_OVERLAP)
    yield from _gaps(network.cells, homes, off, srid, Repair.FILL_SLIVER)


def _of_areas(network: NetworkArrays) -> Iterator[Found]:
    """Every area inside the one above it, and every area wholly divided among those below."""
    srid = network.generation.city.metre_srid
    for below, above in (
        (network.communities, network.streets),
        (network.streets, network.districts),
    ):
        yield from _misplaced(below, above, srid, None)
        off = checks.off_the_coverage(_cell_frame(below))
        divided = above[above["id"].isin(set(below["home"]))].reset_index(drop=True)
        yield from _gaps(below, divided, off, srid, None)
    for level in (network.districts, network.streets, network.communities):
        areas = _cell_frame(level)
        for row in checks.overlaps(areas, srid, checks.off_the_coverage(areas)).itertuples():
            yield found(Finding.OVERLAP, row.code, row.other, row.area_m2, row.geometry, None)


def _of_numbers(network: NetworkArrays) -> Iterator[Found]:
    cells, city = network.cells, network.generation.city
    if cells.empty:
        return
    numbered = zip(cells["area_code"], cells["sequence"], strict=True)
    expected = [_code(city.code_scheme, area, number) for area, number in numbered]
    for row in cells[cells["code"] != pd.Series(expected, index=cells.index)].itertuples():
        yield found(Finding.CODE, row.code, "", 0.0, row.shape, Repair.RENUMBER)
    area = cells["area_code"].to_numpy(dtype=object)
    sequence = cells["sequence"].to_numpy(dtype=np.intp)
    shapes = cells["shape"].to_numpy()
    for code in sorted(misnumbered_areas(shapes, area, sequence, city.metre_srid)):
        where = shapely.multipolygons(shapely.get_parts(shapes[area == code]))
        yield found(Finding.NUMBERING, code, "", 0.0, where, Repair.RENUMBER)


def _code(scheme: str, area: str, sequence: int) -> str:
    """Return the code that a number gives; "" where there is none such."""
    try:
        return cell_code(scheme, area, sequence)
    except DomainError:
        return ""


def _cell_frame(level: Frame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": level["code"]}, geometry=level["shape"].to_numpy(), crs=WGS84
    ).reset_index(drop=True)


def _as_found(frame: gpd.GeoDataFrame, repair: Repair | None) -> Iterator[Found]:
    for row in frame.itertuples():
        yield found(Finding(row.kind), row.code, row.other, row.area_m2, row.geometry, repair)


def _misplaced(below: Frame, above: Frame, srid: int, repair: Repair | None) -> Iterator[Found]:
    """What sticks out of the area above it."""
    if below.empty or above.empty:
        return
    position = key_index(above)
    row_of = below["home"].map(position)
    here = below[row_of.notna()]
    homes = above["shape"].to_numpy()[row_of.dropna().to_numpy(dtype=np.intp)]
    shapes = here["shape"].to_numpy()
    shapely.prepare(homes)
    out = np.flatnonzero(~shapely.covers(homes, shapes))
    outside = shapely.difference(shapes[out], homes[out])
    area_m2 = _area_m2(outside, srid)
    for i in np.flatnonzero(area_m2 > OVERLAP_LIMIT_M2):
        row = here.iloc[out[i]]
        home = above.iloc[position[row["home"]]]["code"]
        safe = repair if area_m2[i] <= SLIVER_M2 else None
        yield found(
            Finding.MISPLACED, row["code"], home, float(area_m2[i]), _polygonal(outside[i]), safe
        )


def _gaps(
    below: Frame, above: Frame, off: NDArray[np.bool_], srid: int, repair: Repair | None
) -> Iterator[Found]:
    """What of an area nobody below it covers.

    Where whole numbers say that the parts are as large as the area, and none of them is off the
    coverage, there is no gap; only the other areas are cut out.
    """
    if above.empty:
        return
    parts = {home: group["shape"].to_numpy() for home, group in below.groupby("home")}
    has = pd.Series(twice_area(below["shape"].to_numpy()), index=below.index)
    sums = has.groupby(below["home"]).sum() if len(below) else {}
    whole = twice_area(above["shape"].to_numpy())
    bad = set(below["home"][off])
    for i, (key, code, shape) in enumerate(
        zip(above["id"], above["code"], above["shape"], strict=True)
    ):
        if sums.get(key, 0) == whole[i] and key not in bad:
            continue
        left = shapely.difference(shape, shapely.union_all(parts.get(key, np.array([]))))
        pieces = np.atleast_1d(shapely.get_parts(left))
        for piece, m2 in zip(pieces, _area_m2(pieces, srid), strict=True):
            if m2 > OVERLAP_LIMIT_M2:
                safe = repair if m2 <= SLIVER_M2 else None
                yield found(Finding.GAP, code, "", float(m2), _polygonal(piece), safe)


def _area_m2(shapes: Geometries, srid: int) -> np.ndarray:
    return np.asarray(shapely.area(Plane(srid).degrees_in_metres(shapes)))


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    parts = np.atleast_1d(shapely.get_parts(shape))
    areas = parts[shapely.get_dimensions(parts) == 2]
    return areas[0] if len(areas) == 1 else shapely.multipolygons(shapely.get_parts(areas))
