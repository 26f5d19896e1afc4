"""Tables of people: CSV and Excel, read as text with their places, written so that none bites.

A cell that a spreadsheet would take for a formula leaves with an apostrophe before it, and comes
back without.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from gis_core.errors import DomainError

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")

ROWS_AT_MOST: Final = 200_000


class TableUnreadable(DomainError):
    code = "table_unreadable"
    zh = (
        "文件 {path} 无法读取（支持 .xlsx、.xls、.ods 和 UTF-8 的 .csv）：{reason}。"
        "没有载入任何数据。"
    )
    en = (
        "The file {path} cannot be read (.xlsx, .xls, .ods, or .csv in UTF-8): {reason}. "
        "Nothing was loaded."
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name (empty for CSV) and its rows, every cell as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(path: Path) -> list[Sheet]:
    """Return every sheet of a file. Raises TableUnreadable."""
    try:
        return [_read_csv(path)] if path.suffix.lower() == ".csv" else _read_workbook(path)
    except (OSError, UnicodeDecodeError, csv.Error, CalamineError, ValueError) as error:
        raise TableUnreadable(path=path, reason=error) from None


def _read_csv(path: Path) -> Sheet:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = tuple(tuple(map(_harmless, row)) for row in csv.reader(file, strict=True))
    return Sheet("", _bounded(rows))


def _read_workbook(path: Path) -> list[Sheet]:
    book = CalamineWorkbook.from_path(str(path))
    return [
        Sheet(name, _bounded(tuple(tuple(map(_text, row)) for row in _rows(book, name))))
        for name in book.sheet_names
    ]


def _rows(book: CalamineWorkbook, name: str) -> Iterable[Sequence[Any]]:
    # With the empty rows on top: a place in a message must be the place in the file.
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _bounded(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    if len(rows) > ROWS_AT_MOST:
        raise ValueError(f"> {ROWS_AT_MOST:,} rows")
    return rows


def _text(cell: Any) -> str:
    """A number that is whole is written as a whole one: 101, not 101.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return _harmless("" if cell is None else str(cell))


def _harmless(cell: str) -> str:
    text = cell.strip(" \u3000")
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text


def _escaped(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write Excel, or CSV (UTF-8 with its mark, as Excel wants it) where the name ends so."""
    if path.suffix.lower() == ".csv":
        if len(sheets) != 1:
            raise ValueError("a CSV file holds one table")
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([_escaped(cell) for cell in row] for row in sheets[0].rows)
        return
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), plain) as book:
        for sheet in sheets:
            _write(book, sheet)


def _write(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name or None)
    bold = book.add_format({"bold": True, "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    page.freeze_panes(1, 0)
    for n, row in enumerate(sheet.rows):
        for m, cell in enumerate(row):
            page.write_string(n, m, _escaped(cell), text if n else bold)
    if sheet.rows:
        page.set_column(0, len(sheet.rows[0]) - 1, 18)
