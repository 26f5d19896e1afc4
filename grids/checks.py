"""What is wrong with a network, as features with a reason each.

Every check takes cells as a frame (`code`, polygons in EPSG:4326; others where said) and returns
findings: `kind`, `code`, `other` (the second cell, or ""), `area_m2`, `zh`, `en`, geometry to show.
"""

from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis_core.errors import DomainError
from gis_core.geometry import to_ticks
from gis_core.srid import WGS84
from grids.build import reading_order
from grids.codes import check_cell_code
from grids.models import CodeScheme
from grids.plane import Plane
from grids.refusals import OVERLAP_LIMIT_M2

TOUCH_DEG = 1e-9
"""A vertex this close to a border (0.1 mm) lies on it; a tick is a hundred times more."""

COLUMNS = ["kind", "code", "other", "area_m2", "zh", "en", "geometry"]


class Finding(StrEnum):
    INVALID = "invalid"
    OVERLAP = "overlap"
    GAP = "gap"
    MISPLACED = "misplaced"
    UNNODED = "unnoded"
    CODE = "code"
    NUMBERING = "numbering"


SENTENCES: dict[Finding, tuple[str, str]] = {
    Finding.INVALID: ("网格 {code} 的图形无效", "Cell {code} is not a valid polygon"),
    Finding.OVERLAP: ("网格 {code} 与 {other} 重叠", "Cells {code} and {other} overlap"),
    Finding.GAP: ("没有网格覆盖此处", "No cell covers this place"),
    Finding.MISPLACED: ("{code} 超出其所属的 {other}", "{code} sticks out of {other}, its home"),
    Finding.UNNODED: (
        "网格 {other} 的顶点落在网格 {code} 的边上，而后者在此没有顶点",
        "A vertex of cell {other} lies on the border of cell {code}, which has none there",
    ),
    Finding.CODE: ("网格编码 {code} 不正确或重复", "Cell code {code} is wrong or doubled"),
    Finding.NUMBERING: (
        "网格 {code} 的顺序号不是自北向南、自西向东的次序",
        "Cell {code} is not numbered west to east, then north to south",
    ),
}


def _findings(kind: Finding, rows: list[tuple[str, str, float, Any]]) -> gpd.GeoDataFrame:
    zh, en = SENTENCES[kind]
    frame = pd.DataFrame(rows, columns=["code", "other", "area_m2", "geometry"])
    named = frame[["code", "other"]].to_dict("records")
    frame.insert(0, "kind", kind.value)
    frame.insert(4, "zh", [zh.format(**names) for names in named])
    frame.insert(5, "en", [en.format(**names) for names in named])
    return gpd.GeoDataFrame(frame[COLUMNS], geometry="geometry", crs=WGS84)


def invalid_cells(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    bad = cells[~cells.is_valid | cells.is_empty]
    rows = zip(bad["code"], bad.geometry, strict=True)
    return _findings(Finding.INVALID, [(code, "", 0.0, shape) for code, shape in rows])


def off_the_coverage(cells: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Whether some edge of each cell does not meet the others vertex by vertex.

    GEOS walks the edges once, a tenth of what overlaying all pairs takes. Of two cells that overlap
    at least one is among them; a noded coverage has none.
    """
    edges = shapely.coverage_invalid_edges(cells.geometry.to_numpy())
    return np.asarray(~(shapely.is_missing(edges) | shapely.is_empty(edges)))


def overlaps(
    cells: gpd.GeoDataFrame, metre_srid: int, among: NDArray[np.bool_] | None = None
) -> gpd.GeoDataFrame:
    """Pairs of cells that share more than the database's limit.

    Args:
        among: one of each pair is one of these; every pair is asked where it is None.
    """
    shapes, codes = cells.geometry.to_numpy(), cells["code"].to_numpy()
    rows = np.arange(len(shapes)) if among is None else np.flatnonzero(among)
    asked, other = shapely.STRtree(shapes).query(shapes[rows], predicate="intersects")
    pairs = np.column_stack([rows[asked], other])
    pairs = pairs[codes[pairs[:, 0]] != codes[pairs[:, 1]]]
    first_is_lower = codes[pairs[:, 0]] < codes[pairs[:, 1]]
    pairs = np.unique(np.where(first_is_lower[:, None], pairs, pairs[:, ::-1]), axis=0)
    left, right = pairs[:, 0], pairs[:, 1]
    shared = shapely.intersection(shapes[left], shapes[right])
    area_m2 = shapely.area(Plane(metre_srid).degrees_in_metres(shared))
    return _findings(
        Finding.OVERLAP,
        [
            (codes[left[i]], codes[right[i]], float(area_m2[i]), shared[i])
            for i in np.flatnonzero(area_m2 > OVERLAP_LIMIT_M2)
        ],
    )


def gaps(cells: gpd.GeoDataFrame, outline: shapely.Geometry, metre_srid: int) -> gpd.GeoDataFrame:
    """Parts of `outline` (EPSG:4326) that no cell covers, above the overlap limit."""
    left = shapely.difference(outline, shapely.union_all(cells.geometry.to_numpy()))
    parts = np.atleast_1d(shapely.get_parts(left))
    area_m2 = shapely.area(Plane(metre_srid).degrees_in_metres(parts))
    return _findings(
        Finding.GAP,
        [("", "", float(area_m2[i]), parts[i]) for i in np.flatnonzero(area_m2 > OVERLAP_LIMIT_M2)],
    )


def unnoded_vertices(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Vertices that lie on another cell's border without being a vertex there."""
    shapes, codes = cells.geometry.to_numpy(), cells["code"].to_numpy()
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    places, place_of_vertex = np.unique(xy, axis=0, return_inverse=True)
    points = shapely.points(places)
    borders = shapely.boundary(shapes)
    place, cell = shapely.STRtree(borders).query(points, "dwithin", distance=TOUCH_DEG)
    has_vertex = set(zip(place_of_vertex.tolist(), owner.tolist(), strict=True))
    first_owner = dict(zip(place_of_vertex[::-1].tolist(), owner[::-1].tolist(), strict=True))
    return _findings(
        Finding.UNNODED,
        [
            (codes[c], codes[first_owner[p]], 0.0, points[p])
            for p, c in zip(place.tolist(), cell.tolist(), strict=True)
            if (p, c) not in has_vertex
        ],
    )


def wrong_codes(cells: gpd.GeoDataFrame, scheme: CodeScheme | str) -> gpd.GeoDataFrame:
    """Codes that the scheme does not know, that are doubled, or that another area would number.

    Cells also have `area_code`: their community's code, or their street's where there is none.
    """
    known = cells["code"].map(lambda code: _is_sound(scheme, code))
    at_home = [c.startswith(a) for c, a in zip(cells["code"], cells["area_code"], strict=True)]
    bad = cells[~known | ~np.array(at_home, dtype=bool) | cells["code"].duplicated(keep=False)]
    rows = zip(bad["code"], bad.geometry, strict=True)
    return _findings(Finding.CODE, [(code, "", 0.0, shape) for code, shape in rows])


def _is_sound(scheme: CodeScheme | str, code: str) -> bool:
    try:
        check_cell_code(scheme, code)
    except DomainError:
        return False
    return True


def misnumbered(cells: gpd.GeoDataFrame, metre_srid: int) -> gpd.GeoDataFrame:
    """Cells whose `sequence` is not their place in the reading order of their `area_code`.

    Cells also have `size_m`, the nominal side that makes the rows.
    """
    shapes = Plane(metre_srid).in_metres(to_ticks(cells.geometry.to_numpy()))
    area = cells["area_code"].to_numpy()
    order = reading_order(shapes, cells["size_m"].to_numpy(float), area)
    ordered = cells.iloc[order]
    bad = ordered[ordered["sequence"] != ordered.groupby("area_code").cumcount() + 1]
    rows = zip(bad["code"], bad.geometry, strict=True)
    return _findings(Finding.NUMBERING, [(code, "", 0.0, shape) for code, shape in rows])


def check_cells(
    cells: gpd.GeoDataFrame, outline: shapely.Geometry, scheme: CodeScheme | str, metre_srid: int
) -> gpd.GeoDataFrame:
    """Run every check; an empty frame is a network that may be published."""
    found = [
        invalid_cells(cells),
        overlaps(cells, metre_srid),
        gaps(cells, outline, metre_srid),
        unnoded_vertices(cells),
        wrong_codes(cells, scheme),
        misnumbered(cells, metre_srid),
    ]
    return gpd.GeoDataFrame(pd.concat(found, ignore_index=True), geometry="geometry", crs=WGS84)
