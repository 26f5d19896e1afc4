"""A handbook's sheets turned into rows, or into a list of everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from gis_core.errors import Words
from standards.handbook.mapping import NEEDED, HandbookMapping
from standards.handbook.problems import CellProblem
from standards.limits import LimitProblem, ReadLimit, read_limits
from standards.tables import Sheet

HEADINGS_WITHIN: Final = 10
"""A title and some remarks may stand above the headings."""

_PLACEHOLDER: Final = re.compile(r"\{([^}]+)\}")


@dataclass(slots=True, kw_only=True)
class BookRow:
    """One standard row, and where it stands; staged where it has several limits."""

    sheet: str
    row: int
    class_code: str
    class_name: str
    values: dict[str, str]
    limits: list[ReadLimit] = field(default_factory=list)
    closing: ReadLimit | None = None


@dataclass(slots=True)
class Reader:
    """Reads sheets by a mapping; what cannot be read is in `problems`."""

    mapping: HandbookMapping
    unit_words: Mapping[str, str]
    problems: list[CellProblem] = field(default_factory=list)

    def rows(self, sheets: Sequence[Sheet]) -> list[BookRow]:
        """Return the rows of the sheets that the mapping names; of all where it names none."""
        wanted = self.mapping.sheets
        missing = set(wanted) - {sheet.name for sheet in sheets}
        for name in sorted(missing):
            words = Words("sheet_missing", "没有这个工作表", "there is no such sheet")
            self.problems.append(CellProblem(name, 1, "", words))
        chosen = [sheet for sheet in sheets if not wanted or sheet.name in wanted]
        return [row for sheet in chosen for row in self._of(sheet)]

    def _of(self, sheet: Sheet) -> list[BookRow]:
        if not any(any(row) for row in sheet.rows):
            return []
        found = _headings(sheet, self.mapping)
        if found is None:
            said = "、".join("/".join(self.mapping.fields[name]) for name in NEEDED)
            words = Words("headings_missing", f"没有表头“{said}”", f"no headings “{said}”")
            self.problems.append(CellProblem(sheet.name, 1, "", words))
            return []
        head, columns = found
        rows: list[BookRow] = []
        last: dict[str, str] = {}
        for n, cells in enumerate(sheet.rows[head + 1 :], start=head + 2):
            values = {name: column.of(cells) for name, column in columns.items()}
            if any(values.values()):
                _fill_down(values, last, self.mapping.fill_down)
                self._add(rows, sheet, n, values, columns)
        return rows

    def _add(
        self,
        rows: list[BookRow],
        sheet: Sheet,
        n: int,
        values: dict[str, str],
        columns: Mapping[str, Column],
    ) -> None:
        prefix = self.mapping.sheets.get(sheet.name, "")
        code = values.get("class_code", "")
        row = BookRow(
            sheet=sheet.name,
            row=n,
            class_code=f"{prefix}{code}" if code else "",
            class_name=values.get("class_name", ""),
            values=values,
        )
        row.limits = self._limits(row, "limit", columns)
        if values.get("closing_limit"):
            closing = self._limits(row, "closing_limit", columns)
            row.closing = closing[0] if closing else None
        if values.get("stage") and row.limits:
            row.limits = [_named(row.limits[0], values["stage"])]
            if rows and _continues(rows[-1], row):
                rows[-1].limits += row.limits
                return
        rows.append(row)

    def _limits(self, row: BookRow, name: str, columns: Mapping[str, Column]) -> list[ReadLimit]:
        try:
            return read_limits(row.values.get(name, ""), self.unit_words)
        except LimitProblem as problem:
            heading = columns[name].heading
            self.problems.append(CellProblem(row.sheet, row.row, heading, problem.words))
            return []


def _named(read: ReadLimit, stage: str) -> ReadLimit:
    return ReadLimit(read.limit, stage, read.text)


def _continues(before: BookRow, row: BookRow) -> bool:
    """The next stage of the same row: a line with a stage, and nothing new besides its limit."""
    own = ("class_code", "class_name", "limit", "stage")
    same_class = (before.class_code, before.class_name) == (row.class_code, row.class_name)
    says = {name: text for name, text in row.values.items() if text and name not in own}
    return same_class and bool(before.values.get("stage")) and says.items() <= before.values.items()


def _fill_down(values: dict[str, str], last: dict[str, str], fields: frozenset[str]) -> None:
    """Merged cells: what is empty is what stood above. A new class starts afresh."""
    if any(values.get(name) for name in fields):
        last.clear()
    for name in fields & set(values):
        values[name] = last.setdefault(name, values[name])


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands: one column, or several joined by a template."""

    heading: str
    places: Mapping[str, int]
    template: str = ""

    def of(self, cells: Sequence[str]) -> str:
        found = {
            name: cells[place] if place < len(cells) else "" for name, place in self.places.items()
        }
        if not self.template:
            return next(iter(found.values()))
        whole = all(found.values())
        return _PLACEHOLDER.sub(lambda m: found[m[1]], self.template) if whole else ""


def _headings(sheet: Sheet, mapping: HandbookMapping) -> tuple[int, dict[str, Column]] | None:
    for n, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        columns = dict(_columns(row, mapping))
        if all(name in columns for name in NEEDED) and {"class_code", "class_name"} & set(columns):
            return n, columns
    return None


def _columns(row: Sequence[str], mapping: HandbookMapping) -> Iterator[tuple[str, Column]]:
    places = {re.sub(r"\s", "", cell): m for m, cell in reversed(list(enumerate(row))) if cell}
    for name, headings in mapping.fields.items():
        for heading in headings:
            parts = _PLACEHOLDER.findall(heading)
            if parts and all(part in places for part in parts):
                yield name, Column(heading, {part: places[part] for part in parts}, heading)
                break
            if heading in places:
                yield name, Column(heading, {heading: places[heading]})
                break
