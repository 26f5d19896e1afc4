"""Which heading of a handbook means what: a small TOML file, checked before any table is opened.

`fields` gives for each of our fields the headings that it may stand under; the first that a sheet
has is taken. One may be put together: "{大类代码}{小类代码}" joins the cells of two columns. What a
sheet is given stands before its codes, `fill_down` names fields whose empty cells repeat the
one above (merged cells), `unit_words` says what bare units mean.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gis_core.errors import DomainError
from standards.clocks import Unit
from standards.limits import BARE

MAPPINGS: Final = Path(__file__).resolve().parents[1] / "data"

FIELDS: Final = (
    "class_code",
    "class_name",
    "filing_condition",
    "limit",
    "stage",
    "closing_limit",
    "closing_condition",
    "supervising_body",
    "responsible_body",
    "legal_basis",
    "hours",
)
NEEDED: Final = ("limit",)


class HandbookMappingBroken(DomainError):
    code = "handbook_mapping_broken"
    zh = "映射文件 {path} 有误：{reason}。"
    en = "The mapping {path} is not usable: {reason}."


@dataclass(frozen=True, slots=True, kw_only=True)
class HandbookMapping:
    """`sheets`: name -> prefix of its codes; empty = every sheet, without a prefix."""

    fields: Mapping[str, tuple[str, ...]]
    sheets: Mapping[str, str] = field(default_factory=dict)
    fill_down: frozenset[str] = frozenset()
    unit_words: Mapping[str, str] = field(default_factory=dict)


def read_mapping(path: Path = MAPPINGS / "handbook.toml") -> HandbookMapping:
    """Return a mapping; the one that comes with the platform where none is named.

    Raises:
        HandbookMappingBroken.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise HandbookMappingBroken(path=path, reason=str(error)) from None
    if problem := _problem(said):
        raise HandbookMappingBroken(path=path, reason=problem)
    return HandbookMapping(
        fields={name: tuple(headings) for name, headings in said["fields"].items()},
        sheets=said.get("sheets", {}),
        fill_down=frozenset(said.get("fill_down", ())),
        unit_words=said.get("unit_words", {}),
    )


def _problem(said: Mapping[str, Any]) -> str:
    fields = said.get("fields", {})
    meant = set(map(str, Unit))
    checks = {
        "unknown key": set(said) - {"fields", "sheets", "fill_down", "unit_words"},
        "unknown field": set(fields) | set(said.get("fill_down", ())),
        "field missing": set(NEEDED) - set(fields),
        "bare unit unknown": set(said.get("unit_words", {})) - set(BARE.values()),
        "unit unknown": set(said.get("unit_words", {}).values()) - meant,
    }
    checks["unknown field"] -= set(FIELDS)
    for what, wrong in checks.items():
        if wrong:
            return f"{what}: {', '.join(sorted(map(str, wrong)))}"
    if not {"class_code", "class_name"} & set(fields):
        return "field missing: class_code or class_name"
    return ""
