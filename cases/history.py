"""Whether the history of cases is as it was written: every chain is worked out again.

Found are: an event that was changed, one that was removed or put in, and a case whose row does not
stand where its last event left it. Only whoever can rewrite both a case's last events and its row
escapes; `heads_digest` is for them: one line to be kept elsewhere, that changes with any head.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection

from grids.models import City

_BROKEN: Final = """
    WITH told AS (
        SELECT e.case_id, e.sequence, e.to_state, e.digest <> chain(event_text(
                e.id, e.case_id, e.sequence, e.verb, e.from_state, e.to_state, e.at,
                e.recorded_at, e.actor_id, e.post, e.organization_id, e.note, e.data, e.origin
            )) OVER life AS changed,
            e.from_state <> lag(e.to_state, 1, '') OVER life
                OR e.sequence <> row_number() OVER life AS broken,
            lead(e.case_id) OVER life IS NULL AS last
        FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id AND c.city_id = %(city)s
        WINDOW life AS (PARTITION BY e.case_id ORDER BY e.sequence)
    )
    SELECT case_id, min(sequence) FROM (
        SELECT case_id, sequence FROM told WHERE changed OR broken
        UNION ALL
        SELECT c.id, c.event_count FROM cases_case c
        LEFT JOIN told ON told.case_id = c.id AND told.last
        WHERE c.city_id = %(city)s AND (
            told.case_id IS NULL OR told.sequence <> c.event_count OR told.to_state <> c.state
        )
    ) found
    GROUP BY case_id ORDER BY case_id
"""

_HEADS: Final = """
    SELECT encode(sha256(coalesce(string_agg(digest, '' ORDER BY case_id), '')), 'hex')
    FROM (
        SELECT DISTINCT ON (e.case_id) e.case_id, e.digest
        FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id AND c.city_id = %(city)s
        ORDER BY e.case_id, e.sequence DESC
    ) head
"""


@dataclass(frozen=True, slots=True)
class Break:
    """A case whose history does not hold, and the first event at which it shows."""

    case_id: str
    sequence: int


def breaks(city: City) -> Iterator[Break]:
    """Yield every case of the city whose history was tampered with, in the order of ids."""
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN, {"city": city.pk})
        for case_id, sequence in cursor:
            yield Break(str(case_id), sequence)


def heads_digest(city: City) -> str:
    """Return one SHA-256 (hex) over the last digest of every case, to be kept elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"city": city.pk})
        (digest,) = cursor.fetchone()
    return str(digest)
