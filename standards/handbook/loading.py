"""A handbook into the database: all of it, or nothing and a list of what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import transaction

from gis_core.errors import DomainError, NotFound, Words
from grids.models import City
from standards.handbook.mapping import HandbookMapping
from standards.handbook.problems import CellProblem, HandbookRefused
from standards.handbook.reading import BookRow, Reader
from standards.models import (
    CaseClass,
    Dictionary,
    RowSet,
    StandardRow,
    StandardStage,
    WorkingHours,
)
from standards.tables import Sheet


class RowSetThere(DomainError):
    code = "row_set_there"
    status = HTTPStatus.CONFLICT
    zh = "{city}已有名为“{book}”的立案标准；案件依其立案，不能覆盖，请用新的标识。"
    en = "{city} has standard rows “{book}” already; cases were filed by them: use another code."


class RowSetUnknown(NotFound):
    code = "row_set_unknown"
    zh = "没有名为“{what}”的立案标准。"
    en = "There are no standard rows called “{what}”."


def book_named(city: City, code: str) -> RowSet:
    """Return a city's row set, or raise RowSetUnknown."""
    found = RowSet.objects.filter(city=city, code=code).first()
    if found is None:
        raise RowSetUnknown(what=f"{city.slug} {code}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBook:
    """What a book is called, and what its bare units mean besides what the mapping says."""

    city: City
    code: str
    name: str
    origin: str
    valid_from: datetime
    unit_words: Mapping[str, str]
    dictionary: Dictionary


@transaction.atomic
def load_book(book: NewBook, sheets: Sequence[Sheet], mapping: HandbookMapping) -> RowSet:
    """Create a row set from the sheets of a handbook.

    Raises:
        RowSetThere: the city has one of this code.
        HandbookRefused: something cannot be read; its `problems` are all that was found.
    """
    if RowSet.objects.filter(city=book.city, code=book.code).exists():
        raise RowSetThere(city=book.city.name, book=book.code)
    unit_words = {**mapping.unit_words, **book.unit_words}
    reader = Reader(mapping, unit_words)
    rows = reader.rows(sheets)
    known = _Known.of(book)
    problems = [*reader.problems, *known.problems(rows)]
    if not rows and not problems:
        words = Words("nothing_in_file", "没有任何条目", "there are no rows")
        problems = [CellProblem("", 1, "", words)]
    if problems:
        raise HandbookRefused(sorted(problems, key=lambda p: (p.sheet, p.row)))
    return _save(book, unit_words, rows, known)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a row may name."""

    codes: Mapping[str, CaseClass]
    names: Mapping[str, list[CaseClass]]
    hours: Mapping[str, WorkingHours]

    @classmethod
    def of(cls, book: NewBook) -> _Known:
        classes = list(book.dictionary.classes.minor().select_related("parent"))
        names: dict[str, list[CaseClass]] = {}
        for one in classes:
            names.setdefault(one.name, []).append(one)
        hours = WorkingHours.objects.filter(calendar__city=book.city)
        return cls({one.code: one for one in classes}, names, {h.name: h for h in hours})

    def class_of(self, row: BookRow) -> CaseClass | None:
        """Return the class that a row names, by its code or else by its name alone."""
        if row.class_code:
            return self.codes.get(row.class_code) or self.codes.get(self._padded(row.class_code))
        alike = self.names.get(row.class_name, [])
        return alike[0] if len(alike) == 1 else None

    def _padded(self, code: str) -> str:
        """A spreadsheet takes 0101 for a number and loses its zero."""
        width = max((len(known) for known in self.codes), default=0)
        return code.zfill(width) if code.isdigit() else code

    def problems(self, rows: Sequence[BookRow]) -> list[CellProblem]:
        found = []
        for row in rows:
            if self.class_of(row) is None:
                what = row.class_code or row.class_name
                words = Words(
                    "class_unknown",
                    f"字典中没有类别“{what}”" if what else "没有写明类别",
                    f"the dictionary has no class “{what}”" if what else "no class is named",
                )
                found.append(CellProblem(row.sheet, row.row, "", words))
            name = row.values.get("hours", "")
            if name and name not in self.hours:
                words = Words("hours_unknown", f"没有作息“{name}”", f"no hours “{name}” are known")
                found.append(CellProblem(row.sheet, row.row, "", words))
        return found


def _save(
    book: NewBook, unit_words: Mapping[str, str], rows: Sequence[BookRow], known: _Known
) -> RowSet:
    row_set = RowSet.objects.create(
        city=book.city,
        code=book.code,
        name=book.name,
        origin=book.origin,
        unit_words=dict(unit_words),
        valid_from=book.valid_from,
    )
    order: Counter[str] = Counter()
    made, stages = [], []
    for row in rows:
        of = known.class_of(row)
        if of is None:
            continue  # refused before
        order[of.code] += 1
        made.append(_row(row_set, row, of.code, order[of.code], known))
        stages += _stages(made[-1], row)
    StandardRow.objects.bulk_create(made)
    StandardStage.objects.bulk_create(stages)
    return row_set


def _row(row_set: RowSet, row: BookRow, code: str, order: int, known: _Known) -> StandardRow:
    last, text = row.limits[-1], row.values
    staged = len(row.limits) > 1
    return StandardRow(
        row_set=row_set,
        class_code=code,
        order=order,
        filing_condition=text.get("filing_condition", ""),
        limit_text="；".join(one.text for one in row.limits) if staged else text["limit"],
        limit_amount=last.limit.amount,
        limit_unit=last.limit.unit.value,
        closing_amount=row.closing.limit.amount if row.closing else None,
        closing_unit=row.closing.limit.unit.value if row.closing else "",
        closing_condition=text.get("closing_condition", ""),
        supervising_body=text.get("supervising_body", ""),
        responsible_body=text.get("responsible_body", ""),
        legal_basis=text.get("legal_basis", ""),
        hours=known.hours.get(text.get("hours", "")),
    )


def _stages(row: StandardRow, read: BookRow) -> list[StandardStage]:
    if len(read.limits) < 2:
        return []
    return [
        StandardStage(
            row=row,
            order=order,
            name=one.label,
            limit_text=one.text,
            limit_amount=one.limit.amount,
            limit_unit=one.limit.unit.value,
        )
        for order, one in enumerate(read.limits, start=1)
    ]
