"""A city's or district's pack for a phone: gathered, written, and named by what is in it.

The pack of a district also holds the cells around it, as far as they can take part in an answer:
all that lie within twice the gap limit of one of its own.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Final

import shapely
from django.contrib.gis.geos import Polygon
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, Exists, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from gis_core.db.functions import Around
from gis_core.errors import NotFound
from grids.models import Cell, City, District, Generation, Street
from grids.pack import VERSION, Pack, PackedCell, write_pack

FRINGE_DEG: Final = 0.0012
"""Degrees around a cell that surely hold twice the gap limit, of longitude up to latitude 60."""

GZIP_LEVEL: Final = 9
"""A pack is made once and fetched by many."""

KEPT: Final = 16
"""Packs that a process remembers, at most 300 KB each."""


class DistrictUnknown(NotFound):
    code = "district_unknown"
    zh = "现行网格中没有这个区：{what}。"
    en = "The network in force has no such district: {what}."


def pack_version(city: City, district: str, at: datetime) -> str:
    """Return what names the content of a pack, without making it.

    A digest of every row that goes into it, read in one snapshot: equal exactly where the packs
    are. Raises NoNetwork, DistrictUnknown.
    """
    generation = Generation.objects.current(city, at)
    said = Concat(*(part for name in _READ for part in (Cast(name, CharField()), Value("|"))))
    digest = StringAgg(Func(said, function="md5"), "", order_by="code")
    rows = _cells(generation, district).order_by()
    found = rows.aggregate(said=digest)["said"]
    seed = f"{VERSION} {city.slug} {generation.number} {district} {found}"
    return blake2b(seed.encode(), digest_size=16).hexdigest()


_kept: OrderedDict[str, bytes] = OrderedDict()


def pack_of(city: City, district: str, at: datetime, version: str) -> bytes:
    """Return the compressed (gzip) pack of a district, or of the whole city where it is empty.

    `version` is what `pack_version` said of it; a process remembers the last packs by it.
    """
    if version not in _kept:
        made = _pack(city, Generation.objects.current(city, at), district)
        _kept[version] = gzip.compress(write_pack(made), GZIP_LEVEL, mtime=0)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[version]


_READ: Final = (
    *("code", "rural", "geom", "street__district__code"),
    *("street__district__name", "street__district__name_en"),
    *("street__code", "street__name", "street__name_en"),
    *("community__code", "community__name", "community__name_en"),
)
"""What a pack says of a cell: all of it goes into its version."""


def _cells(generation: Generation, district: str) -> QuerySet[Cell]:
    """The district's own cells and those around it; all where no district is named.

    Raises DistrictUnknown.
    """
    rows = Cell.objects.filter(generation=generation)
    if not district:
        return rows
    area = District.objects.filter(generation=generation, code=district).first()
    if area is None:
        raise DistrictUnknown(what=district)
    west, south, east, north = area.geom.extent
    box = Polygon.from_bbox(
        (west - FRINGE_DEG, south - FRINGE_DEG, east + FRINGE_DEG, north + FRINGE_DEG)
    )
    box.srid = area.geom.srid
    streets = list(Street.objects.filter(district=area).values_list("pk", flat=True))
    home = rows.filter(street__in=streets)
    near = home.filter(geom__bboverlaps=Around(OuterRef("geom"), Value(FRINGE_DEG)))
    return rows.filter(Q(street__in=streets) | Q(Exists(near), geom__bboverlaps=box))


@dataclass
class _Names:
    """Names in the order in which they are met, each with its position."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def at(self, *names: object) -> int:
        if names not in self.known:
            self.known[names] = len(self.rows)
            self.rows.append(names)
        return self.known[names]


def _pack(city: City, generation: Generation, district: str) -> Pack:
    # Byte by byte, as snapping compares codes, whatever the database's language.
    rows: list[Any] = sorted(_cells(generation, district).values_list(*_READ), key=itemgetter(0))
    districts, streets, areas = _Names(), _Names(), _Names()
    cells = []
    for code, rural, _, home, *named in rows:
        street = streets.at(*named[2:5], districts.at(home, *named[:2]))
        area = areas.at(*(name or "" for name in named[5:]), street)
        fringe = bool(district) and home != district
        cells.append(PackedCell(code=code, area=area, rural=rural, fringe=fringe))
    head = {
        "city": city.slug,
        "generation": generation.number,
        "district": district,
        "districts": districts.rows,
        "streets": streets.rows,
        "areas": areas.rows,
    }
    return Pack(head, cells, shapely.from_wkb([bytes(row[2].wkb) for row in rows]))
