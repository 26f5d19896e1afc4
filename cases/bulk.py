"""The set-based door: whole files of cases at once, by the same table of transitions.

A loader fills two temporary tables by COPY and calls `load`; everything else is SQL on sets:

    with transaction.atomic(), connection.cursor() as cursor:
        bulk.prepare(cursor)
        ...  # COPY incoming_case (CASE_COLUMNS) and incoming_event (EVENT_COLUMNS)
        result = bulk.load(cursor, city=city, at=now, origin=Origin.IMPORTED)

What is loaded says so: `origin` stands on the case and on each of its events. A row whose id is
already there is left alone, so a file may be loaded twice. Nothing is announced to open pages.
"""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from cases.incoming import (
    CASE_COLUMNS,
    EVENT_COLUMNS,
    OPEN_ERRANDS,
    TOLD_BY_EVENTS,
    BulkResult,
    HistoryNotInTheTable,
    Refusal,
)
from cases.models import Origin
from cases.transitions import TRANSITIONS
from grids.models import City, Generation
from grids.snap import snap_all

__all__ = ["CASE_COLUMNS", "EVENT_COLUMNS", "BulkResult", "Refusal", "load", "prepare"]


def prepare(cursor: CursorWrapper) -> None:
    """Create the empty temporary tables; they vanish when the transaction ends."""
    for table, columns in (("incoming_case", CASE_COLUMNS), ("incoming_event", EVENT_COLUMNS)):
        body = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        cursor.execute(f"CREATE TEMP TABLE {table} ({body}) ON COMMIT DROP")


def discard(cursor: CursorWrapper) -> None:
    """Drop the temporary tables, so that the next part of a large load can be prepared."""
    cursor.execute("DROP TABLE incoming_case, incoming_event, incoming_snap, incoming_snap_point")


def load(cursor: CursorWrapper, *, city: City, at: datetime, origin: Origin) -> BulkResult:
    """Load what stands in the temporary tables, in the caller's transaction.

    `at` is the time of loading: the network in force then gives the cells.

    Raises:
        HistoryNotInTheTable: the events are no life that a case can live; nothing is loaded.
    """
    cursor.execute("ANALYZE incoming_case; ANALYZE incoming_event")
    _refuse_histories(cursor)
    snap_all(
        cursor,
        generation=Generation.objects.current(city, at),
        points="SELECT row_id AS id, lon, lat FROM incoming_case WHERE lon IS NOT NULL",
        into="incoming_snap",
    )
    refused = _refuse_rows(cursor, city)
    already_there = _drop_known_rows(cursor)
    loaded = _insert_cases(cursor, city, at, origin)
    _insert_events(cursor, at, origin)
    _insert_errands(cursor)
    return BulkResult(
        loaded=loaded,
        already_there=already_there,
        unplaced=_unplaced(cursor),
        snapped=_snapped(cursor),
        refused=refused,
    )


def _refuse_histories(cursor: CursorWrapper) -> None:
    edges = ", ".join(f"('{t.state or ''}', '{t.verb}', '{t.target}')" for t in TRANSITIONS)
    cursor.execute(
        f"""
        WITH edge (from_state, verb, to_state) AS (VALUES {edges}),
        step AS (
            SELECT *,
                lag(to_state, 1, '') OVER life AS before,
                row_number() OVER life AS expected,
                lead(case_id) OVER life IS NULL AS last
            FROM incoming_event
            WINDOW life AS (PARTITION BY case_id ORDER BY sequence)
        ),
        broken AS (
            SELECT step.case_id FROM step
            LEFT JOIN edge USING (from_state, verb, to_state)
            LEFT JOIN incoming_case c ON c.id = step.case_id AND step.last
            WHERE edge.verb IS NULL OR before <> from_state OR expected <> sequence
                OR (last AND c.state IS DISTINCT FROM to_state)
            UNION ALL
            SELECT id FROM incoming_case
            WHERE NOT EXISTS (SELECT FROM incoming_event e WHERE e.case_id = incoming_case.id)
        )
        SELECT count(DISTINCT case_id), min(case_id::text) FROM broken
        """  # noqa: S608 - the enums of the state table, no user's text
    )
    count, example = cursor.fetchone()
    if count:
        raise HistoryNotInTheTable(count=count, example=example)


def _refuse_rows(cursor: CursorWrapper, city: City) -> tuple[Refusal, ...]:
    """Take away the rows that cannot be loaded, the first reason that holds for each."""
    cursor.execute(
        """
        WITH bad AS (
            SELECT row_id, CASE
                WHEN lon IS NOT NULL AND s.cell_id IS NULL THEN 'outside_the_city'
                WHEN twin > 1 THEN 'doubled_in_the_file'
                ELSE 'outer_number_taken'
            END AS code
            FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY coalesce(source || ' ' || outer_number, id::text) ORDER BY row_id
                ) AS twin FROM incoming_case
            ) i
            LEFT JOIN incoming_snap s ON s.id = i.row_id
            WHERE (lon IS NOT NULL AND s.cell_id IS NULL) OR twin > 1 OR EXISTS (
                SELECT FROM cases_case c WHERE c.city_id = %s AND c.source = i.source
                    AND c.outer_number = i.outer_number AND c.id <> i.id
            )
        )
        DELETE FROM incoming_case i USING bad WHERE bad.row_id = i.row_id
        RETURNING i.row_id, i.outer_number, bad.code
        """,
        [city.pk],
    )
    return tuple(Refusal(*row) for row in sorted(cursor.fetchall()))


def _drop_known_rows(cursor: CursorWrapper) -> int:
    cursor.execute("DELETE FROM incoming_case i USING cases_case c WHERE c.id = i.id")
    return int(cursor.rowcount)


def _insert_cases(cursor: CursorWrapper, city: City, at: datetime, origin: Origin) -> int:
    own = ("row_id", "lon", "lat")
    columns = ", ".join(c for c in CASE_COLUMNS if c not in own)
    told = ", ".join(f"{how} AS {name}" for name, how in TOLD_BY_EVENTS.items())
    cursor.execute(
        f"""
        WITH network AS MATERIALIZED (
            SELECT cell.id, d.code AS district, s.code AS street, coalesce(c.code, '') AS community
            FROM grids_cell cell
            JOIN grids_street s ON s.id = cell.street_id
            JOIN grids_district d ON d.id = s.district_id
            LEFT JOIN grids_community c ON c.id = cell.community_id
            WHERE cell.city_id = %(city)s
        ),
        life AS (SELECT case_id, {told} FROM incoming_event GROUP BY 1)
        INSERT INTO cases_case ({columns}, {", ".join(TOLD_BY_EVENTS)},
            alarm, city_id, origin, received_at, fingerprint, place_known, geom, cell_id, snap_kind,
            snap_distance_m, district_code, street_code, community_code)
        SELECT {", ".join("i." + c for c in CASE_COLUMNS if c not in own)},
            {", ".join("life." + name for name in TOLD_BY_EVENTS)},
            CASE WHEN i.due_at < %(still)s THEN 'red' WHEN i.amber_at < %(still)s THEN 'amber'
                ELSE '' END, -- what was late before it came in is no news
            %(city)s, %(origin)s, %(at)s, '', i.lon IS NOT NULL,
            snap.geom, snap.cell_id, coalesce(snap.how, ''), snap.distance_m,
            coalesce(n.district, ''), coalesce(n.street, ''), coalesce(n.community, '')
        FROM incoming_case i
        JOIN life ON life.case_id = i.id
        LEFT JOIN incoming_snap snap ON snap.id = i.row_id
        LEFT JOIN network n ON n.id = snap.cell_id
        """,  # noqa: S608 - column names of this module
        {"city": city.pk, "origin": origin.value, "at": at, "still": city.figures_time(at)},
    )
    return int(cursor.rowcount)


def _unplaced(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT count(*) FROM incoming_case WHERE lon IS NULL")
    return int(cursor.fetchone()[0])


def _insert_events(cursor: CursorWrapper, at: datetime, origin: Origin) -> None:
    columns = ", ".join(EVENT_COLUMNS)
    cursor.execute(
        f"""
        INSERT INTO cases_caseevent ({columns}, id, recorded_at, origin, digest)
        SELECT {columns}, id, %(at)s, %(origin)s, chain(event_text(
            id, case_id, sequence, verb, from_state, to_state, at, %(at)s, actor_id, post,
            organization_id, note, NULL, %(origin)s
        )) OVER (PARTITION BY case_id ORDER BY sequence)
        FROM (
            SELECT e.*, uuid7_of(e.at, e.case_id::text || e.sequence::text) AS id
            FROM incoming_event e JOIN incoming_case i ON i.id = e.case_id
            OFFSET 0 -- a fence: the key is worked out once, not wherever it is read
        ) event
        """,  # noqa: S608 - column names of this module
        {"at": at, "origin": origin.value},
    )


def _insert_errands(cursor: CursorWrapper) -> None:
    """Give whoever a case waits for their task; those of errands that are over are not made up."""
    for state, (kind, sent_by) in OPEN_ERRANDS.items():
        cursor.execute(
            """
            INSERT INTO cases_task (id, case_id, kind, sent_at, outcome)
            SELECT uuid7_of(max(e.at), i.id::text || %(kind)s), i.id, %(kind)s, max(e.at), ''
            FROM incoming_case i
            JOIN incoming_event e ON e.case_id = i.id AND e.verb = %(verb)s
            WHERE i.state = %(state)s
            GROUP BY i.id
            """,
            {"kind": kind.value, "verb": str(sent_by), "state": str(state)},
        )


def _snapped(cursor: CursorWrapper) -> dict[str, int]:
    cursor.execute(
        "SELECT s.how, count(*) FROM incoming_snap s JOIN incoming_case i ON i.row_id = s.id"
        " GROUP BY 1"
    )
    return dict(cursor.fetchall())
