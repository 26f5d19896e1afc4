"""The pyramid is folded, made anew and compared with a plain count, set by set in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

_LOCK: Final = "hashtext('cases_fold_pyramid')"
_WRITTEN: Final = ("cases_pyramid_case", "cases_pyramid_square", "cases_pyramid_group")
MANY: Final = 1000
"""So many folded rows change what the planner knows of the tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Rows in which the pyramid and a plain count differ; all 0 = they are equal."""

    cases: int
    squares: int
    totals: int
    groups: int

    @property
    def are_none(self) -> bool:
        return not (self.cases or self.squares or self.totals or self.groups)


def fold() -> int:
    """Add what writers appended to the pyramid; returns how many rows that were.

    It may run at any time and twice: counts are the same before, during and after.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        cursor.execute("SELECT cases_fold_pyramid(), fold_map_changes()")
        folded = int(cursor.fetchone()[0])
        if folded > MANY:
            cursor.execute(f"ANALYZE {', '.join(_WRITTEN)}")
    return folded


def rebuild() -> int:
    """Forget the pyramid and count every case anew, while others read and write.

    Returns the number of cases with a place. Must not be called inside a transaction.
    """
    with connection.cursor() as cursor:
        # Before the snapshot, so that no fold can end between the two.
        cursor.execute(f"SELECT pg_advisory_lock({_LOCK})")
        try:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            try:
                cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
                cursor.execute("SELECT cases_rebuild_pyramid()")
                counted = int(cursor.fetchone()[0])
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
        finally:
            cursor.execute(f"SELECT pg_advisory_unlock({_LOCK})")
        cursor.execute(f"VACUUM ANALYZE cases_delta, {', '.join(_WRITTEN)}")
    return counted


def differences() -> Differences:
    """Compare what the pyramid says with a plain count of the cases."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        cursor.execute(
            "SELECT cases_pyramid_wrong_cases(), cases_pyramid_wrong_squares(),"
            " cases_pyramid_wrong_totals(), cases_pyramid_wrong_groups()"
        )
        cases, squares, totals, groups = cursor.fetchone()
    return Differences(cases=cases, squares=squares, totals=totals, groups=groups)
