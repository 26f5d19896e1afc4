"""Reading every case anew in today's cells, beside GeoPandas doing the bare join of the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final

import geopandas as gpd
import shapely
from django.db import connection, transaction

from grids.models import City, Generation
from grids.snap import snap_all

_PLACED: Final = """
    SELECT id, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM cases_case
    WHERE city_id = '{city}' AND place_known
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resnaps:
    """Seconds from the database to the answer; GeoPandas' own join also by itself."""

    city: str
    cases: int
    ours_s: float
    geopandas_s: float
    geopandas_join_s: float
    differing: int

    def lines(self) -> list[str]:
        return [
            f"{self.city}: re-snap {self.cases:,} cases in {self.ours_s:.1f} s"
            f" = {self.cases / self.ours_s:,.0f} cases/s (goal 558,000 in 60 s)",
            f"  GeoPandas sjoin: {self.geopandas_s:.1f} s = {self.cases / self.geopandas_s:,.0f}"
            f" cases/s, of which the join alone {self.geopandas_join_s:.1f} s;"
            f" {self.differing:,} answered otherwise (gaps, borders)",
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "cases": self.cases,
            "ours_cases_per_s": round(self.cases / self.ours_s),
            "geopandas_cases_per_s": round(self.cases / self.geopandas_s),
            "geopandas_join_alone_cases_per_s": round(self.cases / self.geopandas_join_s),
            "differing": self.differing,
        }


def measure(city: City) -> Resnaps:
    """Snap the city's placed cases both ways and compare the answers."""
    generation = Generation.objects.current(city, datetime.now(UTC))
    points = _PLACED.format(city=city.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        began = perf_counter()
        snap_all(cursor, generation=generation, points=points, into="resnapped")
        cursor.execute("SELECT id, cell_id FROM resnapped")
        ours = dict(cursor.fetchall())
        ours_s = perf_counter() - began
    theirs, geopandas_s, join_s = _by_geopandas(points, generation)
    return Resnaps(
        city=city.slug,
        cases=len(ours),
        ours_s=ours_s,
        geopandas_s=geopandas_s,
        geopandas_join_s=join_s,
        differing=sum(theirs.get(case) != cell for case, cell in ours.items()),
    )


def _by_geopandas(points: str, generation: Generation) -> tuple[dict[Any, Any], float, float]:
    """Return case -> cell as a plain join gives it, the seconds with reading, and without."""
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(points)
        ids, lon, lat = zip(*cursor.fetchall(), strict=True)
        cursor.execute(
            "SELECT id, ST_AsBinary(geom) FROM grids_cell WHERE generation_id = %s ORDER BY code",
            [generation.pk],
        )
        cells, shapes = zip(*cursor.fetchall(), strict=True)
    cases = gpd.GeoDataFrame({"id": ids}, geometry=gpd.points_from_xy(lon, lat), crs=4326)
    network = gpd.GeoDataFrame(
        {"cell": cells}, geometry=shapely.from_wkb([bytes(s) for s in shapes]), crs=4326
    )
    joining = perf_counter()
    joined = cases.sjoin(network, predicate="intersects").drop_duplicates("id")
    join_s = perf_counter() - joining
    found = dict(zip(joined["id"], joined["cell"], strict=True))
    return found, perf_counter() - began, join_s
