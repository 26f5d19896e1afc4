"""How fast a file of cases is imported, beside the same rows by bare SQL in the same run.

Both sides begin with the gzipped CSV file and end with a committed transaction.

*Ours* is `importers.load.load_cases`: reading, checking, flags, classes and organisations, snapping
with the 30 m rule, cases, events checked against the state table, row history.

*Bare* is what somebody would type who only wants the rows: COPY the unpacked file into a staging
table of text columns, then one INSERT … SELECT for the cases, with the same point-in-polygon join
to the cells, and one for their events. Its two tables are `LIKE … INCLUDING ALL` of ours and get
our foreign keys, so they hold the same columns, generated columns, constraints and indexes. It has
no row history, no checks, no second look for gaps; it takes classes and organisations as found.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from django.db import connection, transaction

from grids.models import City, Generation
from importers.areas import build_network
from importers.load import load_cases
from importers.mapping import SourceMapping, read_mapping
from importers.network import store_network
from importers.read import within
from importers.report import CaseReport

STAGING = (
    "enquiry", "open_dt", "target_dt", "closed_dt", "ontime", "status", "title", "subject",
    "reason", "type", "queue", "department", "location", "fire", "pwd", "council", "police",
    "neighborhood", "services", "ward", "precinct", "land", "street", "zip", "property",
    "property_id", "lat", "lon", "source", "geocoded",
)  # fmt: skip

GOAL_ROWS_PER_S = 5_000
GOAL_RATIO = 0.5

BARE = (Path(__file__).parent / "bare_import.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class ImportFigures:
    """Ours and bare in one run."""

    report: CaseReport
    bare_rows: int
    bare_s: float

    @property
    def bare_rows_per_s(self) -> float:
        return self.bare_rows / self.bare_s

    @property
    def ratio(self) -> float:
        return self.report.rows_per_s / self.bare_rows_per_s

    @property
    def holds(self) -> bool:
        return self.report.rows_per_s >= GOAL_ROWS_PER_S and self.ratio >= GOAL_RATIO

    def lines(self) -> list[str]:
        """What the bench prints."""
        r = self.report
        return [
            f"import        {r.rows_per_s:9,.0f} rows/s  ({r.rows:,} rows in {r.seconds:.1f} s:"
            f" {r.loaded:,} loaded, {len(r.refused)} refused, {r.unplaced:,} unplaced)",
            f"bare SQL      {self.bare_rows_per_s:9,.0f} rows/s  ({self.bare_rows:,} rows in"
            f" {self.bare_s:.1f} s)",
            f"import / bare {100 * self.ratio:9.0f} %       (goal: {GOAL_ROWS_PER_S:,} rows/s and"
            f" {100 * GOAL_RATIO:.0f} %: {'held' if self.holds else 'NOT HELD'})",
        ]


class Silent:
    """Watches an import and says nothing."""

    def read(self, done_bytes: int) -> None: ...

    def step(self, name: str) -> None: ...


@contextmanager
def fresh_database() -> Iterator[None]:
    """Point the default connection at a new, migrated database, and drop it afterwards."""
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def compare(directory: Path, *, source: str = "boston") -> ImportFigures:
    """Import a whole source into the current, empty database, then do it by bare SQL."""
    mapping = read_mapping(source)
    store_network(mapping, build_network(mapping, directory, {}))
    path = within(directory, mapping.cases.file)
    return beside_bare(
        mapping, path, load_cases(mapping, path, at=datetime.now(UTC), watcher=Silent())
    )


def beside_bare(mapping: SourceMapping, path: Path, report: CaseReport) -> ImportFigures:
    """Do by bare SQL what `report` tells of, in the same database."""
    rows, seconds = bare_import(mapping, path)
    return ImportFigures(report=report, bare_rows=rows, bare_s=seconds)


def bare_import(mapping: SourceMapping, path: Path) -> tuple[int, float]:
    """Return the rows and seconds of the bare import; the tables are emptied away afterwards."""
    city = City.named(mapping.city.slug)
    generation = Generation.objects.current(city, datetime.now(UTC))
    _make_bare_tables()
    started = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        columns = ", ".join(f"{name} text" for name in STAGING)
        cursor.execute(f"CREATE TEMP TABLE staging ({columns}) ON COMMIT DROP")
        with (
            gzip.open(path) as unpacked,
            cursor.copy("COPY staging FROM STDIN (FORMAT csv, HEADER, NULL '\\N')") as copy,
        ):
            shutil.copyfileobj(unpacked, copy, 1 << 20)
        cursor.execute("ANALYZE staging")
        cursor.execute(BARE, {"city": city.pk, "generation": generation.pk})
    seconds = perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bare_case")
        (rows,) = cursor.fetchone()
        cursor.execute("DROP TABLE bare_event, bare_case")
    return rows, seconds


def _make_bare_tables() -> None:
    with connection.cursor() as cursor:
        for ours, bare in (("cases_case", "bare_case"), ("cases_caseevent", "bare_event")):
            cursor.execute(f"CREATE TABLE {bare} (LIKE {ours} INCLUDING ALL)")
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = %s::regclass AND contype = 'f'",
                [ours],
            )
            for (definition,) in cursor.fetchall():
                pointed = definition.replace("REFERENCES cases_case(", "REFERENCES bare_case(")
                cursor.execute(f"ALTER TABLE {bare} ADD {pointed}")


def main(directory: Path) -> None:
    with fresh_database():
        print("\n".join(compare(directory).lines()))
