"""Django's PostGIS backend, but for how it learns that a kept connection has ended."""

from __future__ import annotations

import select
from typing import Final

from django.contrib.gis.db.backends.postgis import base
from psycopg.pq import TransactionStatus

_IDLE: Final = TransactionStatus.IDLE
_AT_WORK: Final = TransactionStatus.INTRANS


class DatabaseWrapper(base.DatabaseWrapper):
    """Sees whether the line was closed, where Django asks the server for a `SELECT 1`.

    A server that goes away says so and closes the line, and nothing else comes unasked: what can
    be read before anything was asked is a farewell. A line that was cut without a word is found
    by neither way sooner than by the statement itself.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        # Nothing but a rollback is heard in a transaction that failed.
        if self.connection.info.transaction_status not in (_IDLE, _AT_WORK):
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
