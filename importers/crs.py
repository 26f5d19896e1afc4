"""Whether a layer lies where its city is, and in which CRS it would.

Files lie about their CRS: GeoJSON always means degrees, whatever numbers stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
from numpy.typing import NDArray
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError, ProjError

from gis_core.srid import WGS84
from importers.errors import CrsDoesNotFit, CrsUnknown
from importers.mapping import CityMapping

FIT_SHARE = 0.95
"""A layer fits if so many of its features have their middle in the city's box: strays are normal,
a wrong CRS moves them all."""

Points = NDArray[np.float64]


def in_wgs84(
    frame: gpd.GeoDataFrame, *, crs: str, city: CityMapping, path: Path
) -> gpd.GeoDataFrame:
    """Return the layer in EPSG:4326.

    Args:
        crs: what to read it as; blank = as the file declares.

    Raises:
        CrsUnknown; CrsDoesNotFit, with the CRS that would fit, where there is one.
    """
    declared = _known(crs) if crs else frame.crs
    middles = _middles(frame)
    share = _share_inside(middles, declared, city) if declared else 0.0
    if share < FIT_SHARE:
        zh, en = _proposal(middles, city, path)
        raise CrsDoesNotFit(
            path=path,
            crs=declared.to_string() if declared else "?",
            city=f"{city.name} ({city.name_en})",
            share=round(100 * share),
            proposal_zh=zh,
            proposal_en=en,
        )
    return frame.set_crs(declared, allow_override=True).to_crs(WGS84)


def _known(crs: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(crs)
    except CRSError:
        raise CrsUnknown(crs=crs) from None


def _middles(frame: gpd.GeoDataFrame) -> Points:
    """The middle of each feature's box, as the numbers stand in the file; n × 2."""
    bounds = frame.geometry[~(frame.geometry.isna() | frame.geometry.is_empty)].bounds.to_numpy()
    return np.asarray((bounds[:, :2] + bounds[:, 2:]) / 2)


def _share_inside(middles: Points, crs: pyproj.CRS, city: CityMapping) -> float:
    try:
        to_degrees = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
    except ProjError:  # a local engineering grid, tied to nothing
        return 0.0
    lon, lat = to_degrees.transform(middles[:, 0], middles[:, 1])
    west, south, east, north = city.bbox
    return float(np.mean((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)))


def _proposal(middles: Points, city: CityMapping, path: Path) -> tuple[str, str]:
    if _share_inside(middles[:, ::-1], pyproj.CRS(WGS84), city) >= FIT_SHARE:
        return (
            "坐标似乎是先纬度、后经度，请先交换。",
            "Its latitudes seem to stand first; swap them.",
        )
    likely = next(_likely(middles, city), None)
    if likely is None:
        return "没有找到合适的坐标系。", "No CRS used there would fit."
    say = f"--crs {path.name}={likely.to_string()}"
    return (
        f"很可能是 {likely.to_string()}（{likely.name}）；请加上 {say}，或写入映射文件。",
        f"It is likely {likely.to_string()} ({likely.name}); say {say}, or put it in the mapping.",
    )


def _likely(middles: Points, city: CityMapping) -> Iterator[pyproj.CRS]:
    """Plane systems of the region in which the layer fits.

    Several usually do, a few metres apart: those on the datum of the city's own plane come first,
    then the older code.
    """
    own_datum = pyproj.CRS(city.metre_srid).geodetic_crs
    fitting = [crs for crs in _regional(city) if _share_inside(middles, crs, city) >= FIT_SHARE]
    return iter(sorted(fitting, key=lambda crs: (crs.geodetic_crs != own_datum, _epsg(crs))))


def _regional(city: CityMapping) -> Iterable[pyproj.CRS]:
    found = query_crs_info("EPSG", PJType.PROJECTED_CRS, AreaOfInterest(*city.bbox))
    return (pyproj.CRS.from_authority(info.auth_name, info.code) for info in found)


def _epsg(crs: pyproj.CRS) -> int:
    return int(crs.to_authority()[1])
