"""Networks in the database, for tests of what the database does with them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import geopandas as gpd
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from grids.build import lay_cells
from grids.codes import cell_code
from grids.coverage import unions
from grids.models import Cell, City, CodeScheme, Community, District, Generation, Street
from tests.grids.networks import METRE_SRID

AT = datetime(2026, 5, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Network:
    """One district, one street, a community per area, and their cells."""

    city: City
    generation: Generation
    district: District
    street: Street
    communities: dict[str, Community]
    cells: gpd.GeoDataFrame


def geos(shape: shapely.Polygon) -> Polygon:
    polygon = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)
    assert isinstance(polygon, Polygon)
    return polygon


def multi(shape: shapely.Geometry) -> MultiPolygon:
    return MultiPolygon([geos(part) for part in shapely.get_parts(shape)], srid=4326)


def a_city(slug: str = "xiangtan", metre_srid: int = METRE_SRID) -> City:
    return City.objects.create(
        code=f"43{slug}"[:12],
        slug=slug,
        name="湘潭市",
        time_zone="Asia/Shanghai",
        metre_srid=metre_srid,
        code_scheme=CodeScheme.CN15,
    )


def store_network(
    areas: gpd.GeoDataFrame,
    size_m: float = 100.0,
    slug: str = "xiangtan",
    metre_srid: int = METRE_SRID,
) -> Network:
    """Lay cells over the areas and store all levels; nothing is committed here."""
    city = a_city(slug, metre_srid)
    generation = Generation.objects.create(
        city=city, number=1, valid_from=datetime(2020, 1, 1, tzinfo=UTC)
    )
    cells = lay_cells(areas, size_m, metre_srid)
    outlines = unions(cells, by="area_code")
    whole = multi(shapely.coverage_union_all(outlines.geometry.to_numpy()))
    common = {"generation": generation, "city": city}
    district = District.objects.create(**common, code="430304", name="岳塘区", geom=whole)
    street = Street.objects.create(
        **common, district=district, code="430304010", name="宝塔街道", geom=whole
    )
    communities = {
        code: Community.objects.create(
            **common, street=street, code=code, name=code, geom=multi(shape)
        )
        for code, shape in zip(outlines["code"], outlines.geometry, strict=True)
    }
    network = Network(city, generation, district, street, communities, cells)
    Cell.objects.bulk_create(
        a_cell(network, row.area_code, row.sequence, row.geometry) for row in cells.itertuples()
    )
    return network


def a_cell(network: Network, area: str, sequence: int, shape: shapely.Geometry) -> Cell:
    """Return an unsaved cell of one of the network's communities."""
    return Cell(
        generation=network.generation,
        city=network.city,
        street=network.street,
        community=network.communities[area],
        code=cell_code(CodeScheme.CN15, area, sequence),
        sequence=sequence,
        area_m2=10_000,
        geom=geos(shape),
    )
