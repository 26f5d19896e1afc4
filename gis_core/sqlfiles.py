"""Migrations load SQL from files beside the code, so that it can be read as SQL."""

from pathlib import Path

from django.db.migrations import RunSQL


def run_sql_file(path: Path, *, reverse: str = RunSQL.noop) -> RunSQL:
    """Return the migration operation that runs the whole file."""
    return RunSQL(path.read_text(encoding="utf-8"), reverse_sql=reverse)
