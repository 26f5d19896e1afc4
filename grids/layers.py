"""The network on the map: districts, streets and cells of the generation in force."""

from functools import partial
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg

from gis_core.layers import Attribute, Filter, Layer, Rows, Shapes, Viewing, corner_by_corner
from gis_core.params import text
from grids.models import Cell, District, Generation, NetworkQuerySet, ShapeLevel, Street
from grids.shapes import drawn_at

_SOURCES: Final = ("network",)
_FRESH_S: Final = 60
"""The network changes by a new generation, a few times a year; a minute late hurts nobody."""

_CODE: Final = Attribute("code", "code in the city's network")
_NAME: Final = Attribute("name", "Chinese name")
_NAME_EN: Final = Attribute("name_en", "English name, empty where there is none")
_GENERATED: Final = Attribute("generated", "true: drawn by the demo's generator, not surveyed")


def _in_force(rows: NetworkQuerySet[Any], viewing: Viewing) -> Rows:
    return rows.visible_to(viewing.actor).of(viewing.city, viewing.at)


def _generation(viewing: Viewing) -> Rows:
    """The generations in force: the network is another one when the next begins."""
    there = Generation.objects.of(viewing.city).valid_at(viewing.at).order_by()
    keys = ArrayAgg("pk", order_by="pk")
    return there.values("city").annotate(keys=keys).values("keys")


def _shapes(level: ShapeLevel) -> Shapes:
    return Shapes(at=partial(drawn_at, level), says=("code", "name", "name_en"))


def _coded(name: str, lookup: str) -> Filter:
    """Return the filter by the code of an area, which stands under `lookup`."""

    def narrow(rows: Rows, value: str) -> Rows:
        return rows.filter(**{lookup: text({name: value}, name, at_most=16)})

    return narrow


DISTRICTS: Final = Layer(
    name="districts",
    title={"zh": "区", "en": "Districts"},
    rows=lambda viewing: _in_force(District.objects.all(), viewing),
    attributes={"code": _CODE, "name": _NAME, "name_en": _NAME_EN, "generated": _GENERATED},
    shapes=_shapes(ShapeLevel.DISTRICT),
    sources=_SOURCES,
    clock=_generation,
    fresh_s=_FRESH_S,
)

STREETS: Final = Layer(
    name="streets",
    title={"zh": "街道", "en": "Streets"},
    rows=lambda viewing: _in_force(Street.objects.all(), viewing),
    attributes={
        "code": _CODE,
        "name": _NAME,
        "name_en": _NAME_EN,
        "district_code": Attribute("district__code", "code of its district"),
        "generated": _GENERATED,
    },
    filters={"district": _coded("district", "district__code")},
    min_zoom=8,
    shapes=_shapes(ShapeLevel.STREET),
    sources=_SOURCES,
    clock=_generation,
    fresh_s=_FRESH_S,
)

CELLS_FROM_ZOOM: Final = 13
"""A cell of 100 m is ten pixels wide here, and a tile holds some 2,000 of them."""

CELLS: Final = Layer(
    name="cells",
    title={"zh": "单元网格", "en": "Cells"},
    rows=lambda viewing: _in_force(Cell.objects.all(), viewing),
    attributes={
        "code": _CODE,
        "street_code": Attribute("street__code", "code of its street"),
        "rural": Attribute("rural", "true: a large countryside cell"),
        "generated": _GENERATED,
    },
    filters={
        "district": _coded("district", "street__district__code"),
        "street": _coded("street", "street__code"),
    },
    min_zoom=CELLS_FROM_ZOOM,
    # From so near that there is nothing to simplify: a tile's own rounding leaves as few corners.
    shapes=Shapes(
        at=partial(corner_by_corner, below=CELLS_FROM_ZOOM), says=("code",), named_from=16
    ),
    sources=_SOURCES,
    clock=_generation,
    fresh_s=_FRESH_S,
)
