"""Whole files of cases through the set-based door, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Protocol

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from cases import bulk
from cases.incoming import CASE_COLUMNS, EVENT_COLUMNS
from cases.models import Origin
from gis_core.datum import Datum
from grids.models import City
from importers.catalogue import Catalogue
from importers.check import Checker
from importers.copytext import Named, case_ids, case_lines, event_lines
from importers.errors import CityUnknownHere
from importers.mapping import SourceMapping
from importers.read import TableFormat, table_chunks
from importers.report import CaseReport
from importers.rows import Reason, Refused, Rows


class Watcher(Protocol):
    """Told how far an import is."""

    def read(self, done_bytes: int) -> None:
        """So many bytes of the file were read."""

    def step(self, name: str) -> None:
        """A step of unknown length begins."""


def load_cases(mapping: SourceMapping, path: Path, *, at: datetime, watcher: Watcher) -> CaseReport:
    """Load a table of cases; rows that are already there are left alone.

    Everything happens in one transaction, so a stop at any moment leaves nothing behind.

    Raises:
        CityUnknownHere, NoNetwork; what `read.table_chunks` raises; HistoryNotInTheTable.
    """
    started = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        city = _city(mapping)
        report = _Loading(mapping, city, cursor, Catalogue(city, mapping)).run(path, at, watcher)
    report.seconds = perf_counter() - started
    return report


def _city(mapping: SourceMapping) -> City:
    found = City.objects.filter(slug=mapping.city.slug).select_for_update().first()
    if found is None:
        raise CityUnknownHere(city=mapping.city.slug)
    return found


@dataclass
class _Loading:
    """One run inside its transaction."""

    mapping: SourceMapping
    city: City
    cursor: CursorWrapper
    catalogue: Catalogue

    def run(self, path: Path, at: datetime, watcher: Watcher) -> CaseReport:
        bulk.prepare(self.cursor)
        report = CaseReport()
        checker = Checker(self.mapping)
        for chunk in table_chunks(
            path,
            list(self.mapping.cases.columns.named().values()),
            form=TableFormat(
                encoding=self.mapping.cases.encoding, delimiter=self.mapping.cases.delimiter
            ),
            advance=watcher.read,
        ):
            rows, refused = checker.check(chunk)
            report.rows += len(rows.line) + len(refused)
            report.refused += refused
            report.flags.update({f: int(m.sum()) for f, m in rows.flags.items()})
            self._copy(rows)
        watcher.step("load")
        report.refused += self._refuse_taken()
        report.take(bulk.load(self.cursor, city=self.city, at=at, origin=Origin.IMPORTED))
        # Or the next import may be planned for the handful of cases that there were before.
        self.cursor.execute("ANALYZE cases_case")
        report.made, report.classes_moved = self.catalogue.made, tuple(self.catalogue.moved)
        return report

    def _copy(self, rows: Rows) -> None:
        classes = self.catalogue.class_ids(rows.major_class, rows.minor_class)
        departments, units = self.catalogue.organization_ids(rows.department, rows.unit)
        named = Named(classes=classes, departments=departments, units=units)
        ids = case_ids(rows, self.mapping.city.slug)
        datum = Datum(self.mapping.city.datum)
        self._copy_into("incoming_case", CASE_COLUMNS, [case_lines(rows, ids, named, datum)])
        self._copy_into("incoming_event", EVENT_COLUMNS, event_lines(rows, ids, named))

    def _refuse_taken(self) -> list[Refused]:
        """Take away rows whose number another case of the city already bears."""
        self.cursor.execute(
            """
            WITH taken AS (
                DELETE FROM incoming_case i USING cases_case c
                WHERE c.city_id = %s AND c.number = i.number AND c.id <> i.id
                RETURNING i.row_id, i.number, i.id
            ), lives AS (
                DELETE FROM incoming_event e USING taken WHERE e.case_id = taken.id
            )
            SELECT row_id, number FROM taken
            """,
            [self.city.pk],
        )
        return [Refused(line, number, Reason.TAKEN) for line, number in self.cursor.fetchall()]

    def _copy_into(self, table: str, columns: Iterable[str], pieces: Iterable[str]) -> None:
        with self.cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for piece in pieces:
                copy.write(piece)
