"""The demo city's register of components: street lights, trees, manhole covers …, by the hundred
thousand, each with class, code, owner and state.

`data/register.csv` has how common each class is, against each other: an assumption of the demo.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from demo import binary_copy as copy
from demo.binary_copy import Column, Ragged
from demo.figures import OPENED_AT
from demo.ground import Floats, Ground, Indices
from demo.keys import RANDOM_BYTES, keys_at
from demo.routes import RouteTable
from facilities.models import FacilityKind, FacilityState
from gis_core.srid import COORDINATE_DECIMALS, WGS84
from grids.models import City
from standards.models import CaseClass

REGISTER_FILE: Final = Path(__file__).parent / "data" / "register.csv"

PART_ROWS: Final = 50_000

STATES: Final = (
    (FacilityState.INTACT, 0.975),
    (FacilityState.DAMAGED, 0.016),
    (FacilityState.LOST, 0.005),
    (FacilityState.ABANDONED, 0.003),
    (FacilityState.REMOVED, 0.001),
)

DIVISION_DIGITS: Final = 6
SEQUENCE_DIGITS: Final = 6
"""A component's code is 6 + 2 + 3 + 6 digits: division, class, running number."""

COLUMNS: Final = (
    "id",
    "city_id",
    "kind",
    "component_class_id",
    "code",
    "name",
    "owner_id",
    "state",
    "opening_hours",
    "attributes",
    "generated",
    "geom",
)

EMPTY_JSONB: Final = b"\x01{}"
"""PostgreSQL's binary jsonb: version 1, then the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Components as arrays: indices into `classes` and the ground's cells, running numbers."""

    city: City
    classes: list[CaseClass]
    ground: Ground
    routes: RouteTable
    of: Indices
    cell: Indices
    running: NDArray[np.int64]
    condition: Indices

    def parts(self, rng: Generator) -> Iterator[tuple[bytes, int]]:
        """Yield the rows for COPY (see COLUMNS), and how many they are, part by part."""
        for first in range(0, len(self.of), PART_ROWS):
            rows = np.arange(first, min(first + PART_ROWS, len(self.of)))
            yield self._rows(rng, rows), len(rows)

    def _rows(self, rng: Generator, rows: Indices) -> bytes:
        of, cell, count = self.of[rows], self.cell[rows], len(rows)
        organization, unit = self.routes.of(of, cell)
        divisions = [code[:DIVISION_DIGITS] for code in self.ground.codes]
        columns: dict[str, Column] = {
            "id": copy.uuids(_keys(rng, rows)),
            "city_id": copy.blobs([self.city.pk.bytes], np.zeros(count, dtype=np.intp)),
            "kind": copy.constant(FacilityKind.COMPONENT, count),
            "component_class_id": copy.blobs([c.pk.bytes for c in self.classes], of),
            "code": (
                copy.words(divisions, cell),
                copy.words([c.code for c in self.classes], of),
                copy.digits(self.running[rows], SEQUENCE_DIGITS),
            ),
            "name": copy.words([c.name for c in self.classes], of),
            "owner_id": copy.blobs(self.routes.ids, np.where(unit >= 0, unit, organization)),
            "state": copy.words([state for state, _ in STATES], self.condition[rows]),
            "opening_hours": copy.constant("", count),
            "attributes": copy.blobs([EMPTY_JSONB], np.zeros(count, dtype=np.intp)),
            "generated": copy.blobs([b"\x01"], np.zeros(count, dtype=np.intp)),
            "geom": points_ewkb(self.ground.points(rng, cell)),
        }
        return copy.rows_of({name: columns[name] for name in COLUMNS})


def register_weights() -> Mapping[str, float]:
    """Return how common each class of component is, by code."""
    with REGISTER_FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: float(row["weight"]) for row in csv.DictReader(file)}


def draw_register(
    rng: Generator,
    count: int,
    *,
    city: City,
    ground: Ground,
    routes: RouteTable,
    classes: list[CaseClass],
) -> Register:
    """Draw `count` components over the built-up cells; `routes` is over these `classes`."""
    known = register_weights()
    weight = np.array([known[case_class.code] for case_class in classes])
    urban = np.flatnonzero(~ground.rural)
    of = rng.choice(len(classes), size=count, p=weight / weight.sum()).astype(np.intp)
    size = ground.area_m2[urban]
    cell = urban[rng.choice(len(urban), size=count, p=size / size.sum())]
    share = np.array([part for _, part in STATES])
    divisions = np.unique([code[:DIVISION_DIGITS] for code in ground.codes], return_inverse=True)
    return Register(
        city=city,
        classes=classes,
        ground=ground,
        routes=routes,
        of=of,
        cell=cell,
        running=running_numbers(divisions[1][cell] * len(classes) + of),
        condition=rng.choice(len(share), size=count, p=share).astype(np.intp),
    )


def running_numbers(group: Indices) -> NDArray[np.int64]:
    """Return 1, 2, 3 … inside each group, in the order of the rows."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    start = np.repeat(first, np.diff(first, append=len(ordered)))
    running = np.empty(len(group), dtype=np.int64)
    running[order] = np.arange(len(ordered)) - start + 1
    return running


def points_ewkb(degrees: Floats) -> Ragged:
    """Return WGS 84 points (rows, 2), rounded as stored, as EWKB with their SRID."""
    head = np.frombuffer(
        b"\x01" + np.array([0x20000001, WGS84], dtype="<u4").tobytes(), dtype=np.uint8
    )
    rounded = np.round(degrees, COORDINATE_DECIMALS).astype("<f8")
    values = np.empty((len(degrees), len(head) + 16), dtype=np.uint8)
    values[:, : len(head)] = head
    values[:, len(head) :] = np.ascontiguousarray(rounded).view(np.uint8)
    return Ragged(values, np.full(len(degrees), values.shape[1], dtype=np.int64))


def _keys(rng: Generator, rows: Indices) -> NDArray[np.uint8]:
    """Return UUIDv7s that sort as the rows do."""
    random = rng.integers(0, 256, (len(rows), RANDOM_BYTES), dtype=np.uint8)
    return keys_at(int(OPENED_AT.timestamp() * 1000) + rows, random)
