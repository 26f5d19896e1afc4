"""Making a noded coverage of areas that overlap, gap or stick out, and parents of their children.

Frames have EPSG:4326 geometry; every repair is listed with its square metres.
"""

from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis_core.geometry import (
    Geometries,
    Indices,
    SharedEdges,
    components,
    faces,
    from_ticks,
    metres_per_tick,
    noded,
    shared_edges,
    to_ticks,
)
from gis_core.srid import WGS84
from grids.build import area_of_faces
from grids.plane import Plane

SLIVER_M2 = 2_000.0
"""Gaps and cut-off fragments up to this size are slips of drawing and are closed; the largest
enclosed gap between Boston's precincts has 1,030 m². Larger ones are left, and reported."""

SPECK_M2 = 10.0
"""A loose part up to this size is a slip of drawing; no part of a city is that small."""

NOBODY = -1


class Repair(StrEnum):
    """What was done to an area, or found and left."""

    INVALID = "invalid"
    """The outline crossed itself; made valid."""
    OVERLAP = "overlap"
    """Two areas claimed it; the lower code keeps it."""
    GAP_FILLED = "gap_filled"
    """Nobody claimed it; given to the neighbour with the longest common border."""
    GAP_LEFT = "gap_left"
    """Nobody claimed it, and it is too large to be a slip."""
    FRAGMENT = "fragment"
    """Cut off from its area by the other repairs; given to the neighbour."""
    SPECK = "speck"
    """A loose bit of a few square metres that touches nothing; dropped."""
    OUTSIDE_PARENT = "outside_parent"
    """Lay outside the parent that its code names; the parent is rebuilt around it."""


@dataclass(frozen=True)
class Coverage:
    """Areas that meet exactly (`code`, geometry), and what it took.

    `repairs`: `kind`, `code` (who has it now), `other` (who lost it), `area_m2`, geometry.
    """

    areas: gpd.GeoDataFrame
    repairs: gpd.GeoDataFrame


@dataclass
class _Tiling:
    """Faces in ticks, m² of each, and the row of the area that owns it (or NOBODY)."""

    faces: Geometries
    area_m2: np.ndarray
    owner: Indices
    edges: SharedEdges
    codes: list[str]
    repairs: list[tuple[Repair, str, str, float, shapely.Geometry]]

    def note(self, kind: Repair, face: int, code: int, other: int = NOBODY) -> None:
        names = [self.codes[i] if i != NOBODY else "" for i in (code, other)]
        self.repairs.append((kind, *names, float(self.area_m2[face]), self.faces[face]))

    def neighbour(self, face: int) -> int:
        """The other owner with the longest border along the face, or NOBODY."""
        edges = self.edges
        beside = np.concatenate([edges.right[edges.left == face], edges.left[edges.right == face]])
        length = np.concatenate(
            [edges.length[edges.left == face], edges.length[edges.right == face]]
        )
        owners = self.owner[beside]
        others = (owners != NOBODY) & (owners != self.owner[face])
        if not others.any():
            return NOBODY
        return int(np.bincount(owners[others], weights=length[others]).argmax())


def make_coverage(
    areas: gpd.GeoDataFrame, metre_srid: int, sliver_m2: float = SLIVER_M2
) -> Coverage:
    """Return a noded coverage of areas that need not be one.

    Args:
        areas: `code` (unique) and polygons in EPSG:4326, valid or not.
        metre_srid: plane in which square metres are measured.
        sliver_m2: enclosed gaps and cut-off fragments up to this size are closed.
    """
    ordered = areas.sort_values("code", ignore_index=True)
    given = ordered.geometry.to_numpy()
    valid = shapely.make_valid(given, method="structure", keep_collapsed=False)
    polygons = shapely.set_precision(to_ticks(_polygonal(valid)), 1.0)
    tiling = _tiled(polygons, ordered["code"].tolist(), Plane(metre_srid))
    _note_invalid(tiling, given, valid, Plane(metre_srid))
    _note_overlaps(tiling, polygons)
    _fill_gaps(tiling, sliver_m2)
    _join_fragments(tiling, sliver_m2)
    return Coverage(_owned(tiling), _repair_frame(tiling))


def _polygonal(shapes: Geometries) -> Geometries:
    """Leave out the lines and points that overlays in other tools drag along."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    for row in np.flatnonzero(mixed):
        parts = shapely.get_parts(shapes[row])
        shapes[row] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return shapes


def _tiled(polygons: Geometries, codes: list[str], plane: Plane) -> _Tiling:
    all_faces = faces(noded(shapely.boundary(polygons)))
    latitude = shapely.bounds(from_ticks(all_faces))[:, 1::2].mean()
    return _Tiling(
        faces=all_faces,
        area_m2=plane.area_m2(all_faces),
        owner=area_of_faces(all_faces, polygons),
        edges=shared_edges(all_faces, metres_per_tick(latitude)),
        codes=codes,
        repairs=[],
    )


def _note_invalid(tiling: _Tiling, given: Geometries, valid: Geometries, plane: Plane) -> None:
    for row in np.flatnonzero(~shapely.is_valid(given)):
        changed = plane.area_m2(to_ticks(valid[[row]])) - plane.area_m2(to_ticks(given[[row]]))
        tiling.repairs.append(
            (
                Repair.INVALID,
                tiling.codes[row],
                "",
                abs(float(changed[0])),
                to_ticks(valid[[row]])[0],
            )
        )


def _note_overlaps(tiling: _Tiling, polygons: Geometries) -> None:
    """Owners are already the lowest codes; say what the others lost."""
    inside = shapely.point_on_surface(tiling.faces)
    face, area = shapely.STRtree(polygons).query(inside, predicate="intersects")
    for f, a in sorted(zip(face.tolist(), area.tolist(), strict=True)):
        if a != tiling.owner[f]:
            tiling.note(Repair.OVERLAP, f, int(tiling.owner[f]), a)


def _fill_gaps(tiling: _Tiling, sliver_m2: float) -> None:
    gaps = np.flatnonzero(tiling.owner == NOBODY)
    for face in gaps[np.argsort(tiling.area_m2[gaps], kind="stable")].tolist():
        owner = tiling.neighbour(face) if tiling.area_m2[face] <= sliver_m2 else NOBODY
        kind = Repair.GAP_LEFT if owner == NOBODY else Repair.GAP_FILLED
        tiling.note(kind, face, owner)
        tiling.owner[face] = owner


def _join_fragments(tiling: _Tiling, sliver_m2: float) -> None:
    """Give small parts that touch others, but no longer their own main part, to a neighbour."""
    left, right = tiling.edges.left, tiling.edges.right
    same = tiling.owner[left] == tiling.owner[right]
    part = components(len(tiling.faces), left[same], right[same])
    part_m2 = np.bincount(part, weights=tiling.area_m2)
    largest = pd.Series(part_m2[part]).groupby(tiling.owner).transform("max").to_numpy()
    small = (part_m2[part] <= sliver_m2) & (part_m2[part] < largest) & (tiling.owner != NOBODY)
    for face in np.flatnonzero(small).tolist():
        owner = tiling.neighbour(face)
        speck = owner == NOBODY and part_m2[part[face]] <= SPECK_M2
        if owner != NOBODY or speck:
            kind = Repair.SPECK if speck else Repair.FRAGMENT
            tiling.note(kind, face, owner, int(tiling.owner[face]))
            tiling.owner[face] = owner


def _owned(tiling: _Tiling) -> gpd.GeoDataFrame:
    kept = tiling.owner != NOBODY
    frame = gpd.GeoDataFrame(
        {"code": np.array(tiling.codes, dtype=object)[tiling.owner[kept]]},
        geometry=from_ticks(tiling.faces[kept]),
        crs=WGS84,
    )
    return unions(frame, by="code")


def _repair_frame(tiling: _Tiling) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(tiling.repairs, columns=["kind", "code", "other", "area_m2", "geometry"])
    frame["geometry"] = from_ticks(frame["geometry"].to_numpy())
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=WGS84)


def unions(children: gpd.GeoDataFrame, by: str) -> gpd.GeoDataFrame:
    """Return one row per value of `by` with exactly the union of its children.

    The children are a noded coverage; every vertex on the outline of the union is kept, so that
    the parents are a noded coverage with their children too. Returns `code` and geometry.
    """
    groups = children.groupby(by, sort=True).geometry
    codes, shapes = [], []
    for code, group in groups:
        codes.append(code)
        shapes.append(shapely.coverage_union_all(group.to_numpy()))
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=WGS84)


def overhangs(
    areas: gpd.GeoDataFrame, parents: gpd.GeoDataFrame, metre_srid: int
) -> gpd.GeoDataFrame:
    """Return what of each area (`code`, `parent_code`) lies outside the parent that it names.

    Same columns as `Coverage.repairs`, `other` being the parent; areas wholly inside are absent.
    """
    valid = shapely.make_valid(parents.geometry.to_numpy())
    parent = pd.Series(valid, index=parents["code"]).reindex(areas["parent_code"]).to_numpy()
    outside = shapely.difference(shapely.make_valid(areas.geometry.to_numpy()), parent)
    frame = gpd.GeoDataFrame(
        {"kind": Repair.OUTSIDE_PARENT, "code": areas["code"], "other": areas["parent_code"]},
        geometry=np.asarray(outside),
        crs=WGS84,
    )
    frame.insert(3, "area_m2", Plane(metre_srid).area_m2(to_ticks(outside)))
    return frame[frame["area_m2"] > 0].reset_index(drop=True)
