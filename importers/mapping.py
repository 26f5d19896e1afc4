"""What a mapping file says: where a source keeps each thing, as frozen values.

The keys are explained in docs/reference/import-mapping.md; `sources/` holds the mappings that come
with the platform. A mapping is checked whole before any file is opened.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from cases.models import Source
from gis_core.datum import Datum
from importers.errors import MappingBroken, MappingUnknown

SOURCES = Path(__file__).parent / "sources"

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class CityMapping:
    """`bbox` is west, south, east, north in WGS 84 degrees: a layer elsewhere is refused."""

    code: str
    slug: str
    name: str
    name_en: str
    time_zone: str
    metre_srid: int
    bbox: list[float]
    valid_from: date
    code_scheme: str = "plain"
    datum: str = Datum.WGS84
    map_notice: str = ""


@dataclass(frozen=True, kw_only=True)
class LayerMapping:
    """One file of areas; `{COLUMN}` in a name stands for the value of that column.

    `parent_digits`: so many leading characters of the code are the code of the parent area.
    """

    file: str
    code: str
    name: str
    name_en: str = ""
    code_width: int = 0
    crs: str = ""
    parent_digits: int = 0


@dataclass(frozen=True, kw_only=True)
class CellMapping:
    size_m: int


@dataclass(frozen=True, kw_only=True)
class FacilityMapping:
    """One file of facilities; `kinds` maps values of `kind_column`, the rest are of `kind`."""

    file: str
    code: str
    name: str
    kind: str
    code_prefix: str = ""
    crs: str = ""
    kind_column: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CaseColumns:
    """Names of the source's columns; an empty name = the source has no such column."""

    number: str
    opened: str
    state: str
    source: str
    major_class: str
    minor_class: str
    department: str
    unit: str
    longitude: str
    latitude: str
    due: str = ""
    closed: str = ""
    place: str = ""
    road: str = ""
    problem: str = ""

    def named(self) -> dict[str, str]:
        """The columns that the source has, by our name."""
        return {f.name: name for f in fields(self) if (name := getattr(self, f.name))}


@dataclass(frozen=True, kw_only=True)
class DictionaryMapping:
    code: str
    name: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class CaseMapping:
    """One table of cases.

    `default_points` are (longitude, latitude) pairs that the source enters where it knows no
    place, compared as the numbers in the file. `states` maps to "open" or "closed", `sources` to
    the channels of `cases.models.Source`.
    """

    file: str
    date_format: str
    columns: CaseColumns
    states: dict[str, str]
    sources: dict[str, str]
    dictionary: DictionaryMapping
    departments: dict[str, str] = field(default_factory=dict)
    default_points: list[list[float]] = field(default_factory=list)
    encoding: str = "utf-8-sig"
    delimiter: str = ","


@dataclass(frozen=True, kw_only=True)
class SourceMapping:
    """A whole mapping file; `path` is where it stands."""

    path: Path
    city: CityMapping
    districts: LayerMapping
    streets: LayerMapping
    cells: CellMapping
    facilities: tuple[FacilityMapping, ...]
    cases: CaseMapping

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.city.time_zone)


def read_mapping(name: str) -> SourceMapping:
    """Return the mapping of this name among `sources/`, or the one in this .toml file.

    Raises:
        MappingUnknown, MappingBroken.
    """
    path = Path(name) if name.endswith(".toml") else SOURCES / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in SOURCES.glob("*.toml")))
        raise MappingUnknown(name=name, known=known)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingBroken(path=path, where="", reason=str(error)) from None
    return _Reader(path).mapping(tables)


@dataclass(frozen=True)
class _Reader:
    """Turns TOML tables into mappings and says where one is wrong."""

    path: Path

    def mapping(self, tables: Mapping[str, Any]) -> SourceMapping:
        cases = self._table(tables, "cases")
        parts = {
            "columns": self._made(CaseColumns, cases, "cases.columns"),
            "dictionary": self._made(DictionaryMapping, cases, "cases.dictionary"),
        }
        mapping = SourceMapping(
            path=self.path,
            city=self._made(CityMapping, tables, "city"),
            districts=self._made(LayerMapping, tables, "districts"),
            streets=self._made(LayerMapping, tables, "streets"),
            cells=self._made(CellMapping, tables, "cells"),
            facilities=tuple(
                self._filled(FacilityMapping, table, "facilities")
                for table in tables.get("facilities", [])
            ),
            cases=self._filled(CaseMapping, {**cases, **parts}, "cases"),
        )
        self._check(mapping)
        return mapping

    def _broken(self, where: str, reason: str) -> MappingBroken:
        return MappingBroken(path=self.path, where=where, reason=reason)

    def _table(self, tables: Mapping[str, Any], where: str) -> dict[str, Any]:
        table = tables.get(where.rpartition(".")[2])
        if not isinstance(table, dict):
            raise self._broken(where, "the table is missing")
        return table

    def _made(self, cls: type[T], tables: Mapping[str, Any], where: str) -> T:
        return self._filled(cls, self._table(tables, where), where)

    def _filled(self, cls: type[T], table: Mapping[str, Any], where: str) -> T:
        known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]
        if unknown := sorted(set(table) - set(known)):
            raise self._broken(where, f"unknown key {unknown[0]}")
        for name, f in known.items():
            required = f.default is MISSING and f.default_factory is MISSING
            if required and name not in table:
                raise self._broken(where, f"the key {name} is missing")
            kind = str(f.type).partition("[")[0]
            if name in table and type(table[name]).__name__ != kind:
                raise self._broken(where, f"{name} must be a {kind}")
        return cls(**table)

    def _check(self, mapping: SourceMapping) -> None:
        allowed: list[tuple[str, set[str], set[str]]] = [
            ("city", {mapping.city.time_zone}, available_timezones()),
            ("city", {mapping.city.datum}, set(Datum)),
            ("cases.states", set(mapping.cases.states.values()), {"open", "closed"}),
            ("cases.sources", set(mapping.cases.sources.values()), set(Source.values)),
        ]
        for where, given, known in allowed:
            if wrong := sorted(given - known):
                raise self._broken(where, f"“{wrong[0]}” is not known here")
        if len(mapping.city.bbox) != 4:
            raise self._broken("city", "bbox must be [west, south, east, north]")
