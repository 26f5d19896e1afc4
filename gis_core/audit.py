"""Row history: which columns every history table has, whatever it is the history of.

A trigger writes a row of history for every changed row, whoever changed it: the API, the
administration pages, a job, or somebody with psql. `pgh_created_at` says when and `pgh_context`
which account at which address, where there was one; the columns here say which role of the
database, by which program. They are filled by defaults of the database, so that nobody has to
think of them and nobody can leave them out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pghistory.models
from django.db import models
from django.db.models import Func, Value

M = TypeVar("M", bound=models.Model)


class SessionUser(Func):
    """`session_user`: the database role that signed in, whatever `SET ROLE` says."""

    template = "session_user"
    arity = 0
    output_field = models.CharField()


class Program(Func):
    """`current_setting('application_name')`: what the connection calls itself, such as psql."""

    function = "current_setting"
    output_field = models.CharField()

    def __init__(self) -> None:
        super().__init__(Value("application_name"))

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return "gis_core.audit.Program", [], {}


class RowHistory(pghistory.models.Event):
    """Base of every history table (see PGHISTORY_BASE_MODEL)."""

    pgh_db_user = models.CharField("数据库用户", max_length=63, db_default=SessionUser())
    pgh_program = models.CharField("程序", max_length=64, db_default=Program())

    class Meta:
        abstract = True


def tracked(history: str, **kwargs: Any) -> Callable[[type[M]], type[M]]:
    """Return a decorator that keeps every insert, update and delete of a model in `history`.

    `fields` or `exclude` say which columns; the keyword arguments are pghistory's.
    """
    every: Callable[[type[M]], type[M]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=history,
        **kwargs,
    )
    return every
