"""A city's plane in metres beside ticks of WGS 84."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from pyproj import Transformer

from gis_core.geometry import TICKS_PER_DEGREE, Floats, Geometries
from gis_core.srid import WGS84


@cache
def _transformer(from_srid: int, to_srid: int) -> Transformer:
    """Made once: PROJ takes 40 ms to find the way, a hundred times what it takes to walk it."""
    return Transformer.from_crs(from_srid, to_srid, always_xy=True)


@dataclass(frozen=True)
class Plane:
    """The zone `metre_srid`, in which a city's lengths and areas are measured."""

    metre_srid: int

    def to_metres(self, ticks: Floats) -> Floats:
        forward = _transformer(WGS84, self.metre_srid)
        return np.column_stack(forward.transform(*(ticks / TICKS_PER_DEGREE).T))

    def to_ticks(self, metres: Floats) -> Floats:
        back = _transformer(self.metre_srid, WGS84)
        degrees = np.column_stack(back.transform(*metres.T))
        return np.asarray(np.rint(degrees * TICKS_PER_DEGREE))

    def in_metres(self, geometries: Geometries) -> Geometries:
        """Return geometries (ticks) in the plane."""
        return np.asarray(shapely.transform(geometries, self.to_metres))

    def degrees_in_metres(self, geometries: Geometries) -> Geometries:
        """Return geometries (degrees) in the plane."""
        return np.asarray(
            shapely.transform(geometries, lambda xy: self.to_metres(xy * TICKS_PER_DEGREE))
        )

    def area_m2(self, geometries: Geometries) -> Floats:
        """Return square metres of geometries given in ticks."""
        return np.asarray(shapely.area(self.in_metres(geometries)))
