"""Who is responsible in the demo city.

The city has nine sub-platforms, "各城区、园林、环卫、燃气、市政等9个子平台"; the full list is not
published, so the demo assumes one and says so in the names. Utilities and firms are named by their
trade only. `data/organizations.csv` has them parents first; each street gets its own unit below
the platform whose ground it lies on.
"""

import csv
from pathlib import Path
from typing import Final

from django.contrib.gis.db.models import Union
from django.contrib.gis.geos import MultiPolygon, Polygon

from departments.models import Organization, OrganizationKind
from grids.models import City, Generation, Street

ORGANIZATIONS_FILE: Final = Path(__file__).parent / "data" / "organizations.csv"

GROUND: Final = {
    "430371": "gaoxin",
    "430372": "zhaoshan",
    "430373": "jiuhua",
    "430302": "yuhu",
    "430304": "yuetang",
    "430321": "county-xiangtan",
    "430381": "county-xiangxiang",
    "430382": "county-shaoshan",
}
"""First six digits of a street's code -> the platform that answers for its ground. The three zones
keep their statistical codes, although their streets lie in the districts around them."""

Organizations = dict[str, Organization]


def create_organizations(city: City, generation: Generation) -> Organizations:
    """Create every organisation of the demo city and return them by code."""
    made: Organizations = {}
    with ORGANIZATIONS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            made[row["code"]] = Organization.objects.create(
                city=city,
                parent=made.get(row["parent"]),
                kind=row["kind"],
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                area=_area(generation, row["area"]),
                generated=True,
            )
    made.update(_street_units(city, generation, made))
    return made


def platform_of(street_code: str) -> str:
    """Return the code of the platform that answers for a street's ground."""
    return GROUND[street_code[:6]]


def street_unit_code(street_code: str) -> str:
    """Return the code of the unit that a street has below its platform."""
    return f"{platform_of(street_code)}-{street_code}"


def _street_units(city: City, generation: Generation, made: Organizations) -> Organizations:
    units = [
        Organization(
            city=city,
            parent=made[platform_of(street.code)],
            kind=OrganizationKind.UNIT,
            code=street_unit_code(street.code),
            name=f"{street.name}城管办（演示）",
            name_en=f"Street unit {street.code} (demo)",
            area=street.geom,
            generated=True,
        )
        for street in Street.objects.filter(generation=generation)
    ]
    return {unit.code: unit for unit in Organization.objects.bulk_create(units)}


def _area(generation: Generation, area: str) -> MultiPolygon | None:
    """Return the union of the streets that an area names, or None.

    `streets:<code>` is every street whose code begins so; `district:<code>` those that belong to
    the district and to none of the zones in it. For both, that is what their codes begin with.
    """
    if not area:
        return None
    _, code = area.split(":")
    streets = Street.objects.filter(generation=generation, code__startswith=code)
    union = streets.aggregate(area=Union("geom"))["area"]
    return MultiPolygon(union, srid=union.srid) if isinstance(union, Polygon) else union
