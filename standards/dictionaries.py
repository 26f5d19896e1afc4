"""Dictionaries that come with the platform, loaded for a city, and a city's own extensions."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from gis_core.errors import DomainError, NotFound
from grids.models import City
from standards.models import CaseClass, CaseKind, Dictionary, Level

DATA: Final = Path(__file__).parent / "data"

FIRST_EXTENSION: Final = 99
"""A city's own classes are numbered down from here, below the major class that they belong to."""


class DictionaryUnknown(NotFound):
    code = "dictionary_unknown"
    zh = "没有名为“{what}”的分类字典。"
    en = "There is no dictionary called “{what}”."


class DictionaryThere(DomainError):
    code = "dictionary_there"
    status = HTTPStatus.CONFLICT
    zh = "{city}已有名为“{dictionary}”的分类字典；案件系于其上，不能覆盖，请用新的标识。"
    en = "{city} has a dictionary “{dictionary}” already; cases are pinned to it: use another code."


class NoNumberLeft(DomainError):
    code = "no_number_left"
    zh = "大类“{major}”下已没有可用的扩展编码。"
    en = "The major class “{major}” has no number left for an extension."


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class of a dictionary as a table says it; majors stand before their minors."""

    kind: str
    code: str
    name: str
    name_en: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A dictionary that comes with the platform."""

    code: str
    name: str
    origin: str
    taken_on: date
    id_parts: tuple[int, ...]
    lines: tuple[ClassLine, ...]


@cache
def shipped() -> Mapping[str, Shipped]:
    """Return the dictionaries that come with the platform, by code."""
    tables = tomllib.loads((DATA / "dictionaries.toml").read_text(encoding="utf-8"))
    return {code: _shipped(code, said) for code, said in tables.items()}


def _shipped(code: str, said: Mapping[str, Any]) -> Shipped:
    sensitive = set(said["sensitive"])
    with (DATA / said["file"]).open(encoding="utf-8", newline="") as file:
        lines = tuple(
            ClassLine(**row, sensitive=row["code"] in sensitive) for row in csv.DictReader(file)
        )
    return Shipped(
        code=code,
        name=said["name"],
        origin=f"{said['origin_zh'].strip()}\n{said['origin_en'].strip()}",
        taken_on=said["taken_on"],
        id_parts=tuple(said["id_parts"]),
        lines=lines,
    )


def load_dictionary(city: City, code: str, *, valid_from: datetime) -> Dictionary:
    """Give a city a dictionary that comes with the platform.

    Raises:
        DictionaryUnknown, DictionaryThere.
    """
    found = shipped().get(code)
    if found is None:
        raise DictionaryUnknown(what=code)
    dictionary = Dictionary(
        city=city,
        code=code,
        name=found.name,
        origin=found.origin,
        taken_on=found.taken_on,
        id_parts=list(found.id_parts),
        valid_from=valid_from,
    )
    return create_dictionary(dictionary, found.lines)


@transaction.atomic
def create_dictionary(dictionary: Dictionary, lines: Iterable[ClassLine]) -> Dictionary:
    """Save a new dictionary with its classes. Raises DictionaryThere."""
    city = dictionary.city
    if Dictionary.objects.filter(city=city, code=dictionary.code).exists():
        raise DictionaryThere(city=city.name, dictionary=dictionary.code)
    dictionary.save(force_insert=True)
    majors: dict[str, CaseClass] = {}
    minors = []
    for line in lines:
        parent = major_of(line.code, majors)
        row = _row(dictionary, line, parent)
        if parent is None:
            majors[line.code] = row
        else:
            minors.append(row)
    CaseClass.objects.bulk_create(majors.values())
    CaseClass.objects.bulk_create(minors)
    return dictionary


def major_of(code: str, majors: Mapping[str, CaseClass]) -> CaseClass | None:
    """Return the major class whose code a code begins with; the longest where several do."""
    return next((majors[code[:n]] for n in range(len(code) - 1, 0, -1) if code[:n] in majors), None)


def _row(dictionary: Dictionary, line: ClassLine, parent: CaseClass | None) -> CaseClass:
    return CaseClass(
        dictionary=dictionary,
        parent=parent,
        kind=CaseKind(line.kind),
        level=Level.MAJOR if parent is None else Level.MINOR,
        code=line.code,
        name=line.name,
        name_en=line.name_en,
        sensitive=line.sensitive,
    )


def next_free_code(dictionary: Dictionary, major_code: str) -> str:
    """Return the next code for a city's own class below a major class: down from 99.

    Raises:
        DictionaryUnknown: it has no such major class.
        NoNumberLeft: every number down to 1 is taken.
    """
    if not dictionary.classes.filter(level=Level.MAJOR, code=major_code).exists():
        raise DictionaryUnknown(what=f"{dictionary.code} {major_code}")
    minors = dictionary.classes.filter(level=Level.MINOR, parent__code=major_code)
    taken = set(minors.values_list("code", flat=True))
    width = max((len(code) - len(major_code) for code in taken), default=_minor_digits(dictionary))
    for number in range(FIRST_EXTENSION, 0, -1):
        code = f"{major_code}{number:0{width}}"
        if code not in taken:
            return code
    raise NoNumberLeft(major=major_code)


def _minor_digits(dictionary: Dictionary) -> int:
    return dictionary.id_parts[2] if len(dictionary.id_parts) > 2 else 2


@transaction.atomic
def extend(
    dictionary: Dictionary,
    major_code: str,
    name: str,
    name_en: str = "",
    *,
    sensitive: bool = False,
) -> CaseClass:
    """Add a class of the city's own. Raises as `next_free_code`."""
    Dictionary.objects.select_for_update().get(pk=dictionary.pk)  # one number at a time
    code = next_free_code(dictionary, major_code)
    major = dictionary.classes.get(level=Level.MAJOR, code=major_code)
    line = ClassLine(major.kind, code, name, name_en, sensitive)
    row = _row(dictionary, line, major)
    row.save(force_insert=True)
    return row


def dictionary_named(city: City, code: str) -> Dictionary:
    """Return a city's dictionary, or raise DictionaryUnknown."""
    found = Dictionary.objects.filter(city=city, code=code).first()
    if found is None:
        raise DictionaryUnknown(what=f"{city.slug} {code}")
    return found
