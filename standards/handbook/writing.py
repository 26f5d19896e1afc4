"""A row set as a table that comes back in as it went out: one line for each stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from standards.clocks import Limit
from standards.limits import NAMED
from standards.models import CaseClass, Dictionary, RowSet, StandardRow
from standards.tables import Sheet
from standards.words import plain

HEADINGS: Final = (
    "类别代码",
    "类别名称",
    "立案条件",
    "处置时限",
    "阶段",
    "结案时限",
    "结案条件",
    "监管主体",
    "责任主体",
    "法律依据",
    "作息",
)
"""As `data/handbook.toml` reads them."""


def sheet_of(row_set: RowSet, dictionary: Dictionary | None = None) -> Sheet:
    """Return the rows of a book, with the names that a dictionary gives its classes.

    Limits are written as the book's own text has them.
    """
    names = _names(dictionary)
    rows = row_set.rows.select_related("hours").prefetch_related("stages")
    lines = (line for row in rows.order_by("class_code", "order") for line in _lines(row, names))
    return Sheet("立案标准", (HEADINGS, *lines))


def _names(dictionary: Dictionary | None) -> dict[str, str]:
    if dictionary is None:
        return {}
    return dict(CaseClass.objects.filter(dictionary=dictionary).values_list("code", "name"))


def _lines(row: StandardRow, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    stages = [(stage.limit_text, stage.name) for stage in row.stages.all()]
    for limit, stage in stages or [(row.limit_text, "")]:
        yield (
            row.class_code,
            names.get(row.class_code, ""),
            row.filing_condition,
            limit,
            stage,
            written(row.closing_limit) if row.closing_limit else "",
            row.closing_condition,
            row.supervising_body,
            row.responsible_body,
            row.legal_basis,
            row.hours.name if row.hours else "",
        )


def written(limit: Limit) -> str:
    """Return a limit in the national unit's own word."""
    word = next(word for word, unit in NAMED.items() if unit is limit.unit)
    return f"{plain(limit.amount)}{word}"
