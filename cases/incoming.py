"""What comes in through the set-based door, and what became of it: see `cases.bulk`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cases.models import TaskKind
from cases.states import State
from cases.verbs import Verb
from gis_core.errors import DomainError

CASE_COLUMNS: Final[Mapping[str, str]] = {
    "row_id": "bigint NOT NULL",  # the source's line, to name a refused row
    "id": "uuid NOT NULL",  # uuid7_of(reported_at, seed): the same row, the same key
    "number": "text",
    "outer_number": "text",
    "case_class_id": "uuid NOT NULL",
    "urgency": "text NOT NULL",
    "source": "text NOT NULL",
    "datum": "text NOT NULL",
    "raw_lon": "float8",  # as sent, in degrees of `datum`
    "raw_lat": "float8",
    "lon": "float8",  # WGS 84 degrees; NULL = the place is not known
    "lat": "float8",
    "place_text": "text NOT NULL",
    "road": "text NOT NULL",
    "problem_text": "text NOT NULL",
    "organization_id": "uuid",
    "unit_id": "uuid",
    "reporter_account_id": "uuid",
    "state": "text NOT NULL",
    "reported_at": "timestamptz NOT NULL",
    "accepted_at": "timestamptz",
    "filed_at": "timestamptz",
    "dispatched_at": "timestamptz",
    "replied_at": "timestamptz",
    "checked_at": "timestamptz",
    "closed_at": "timestamptz",
    "due_at": "timestamptz",
    "amber_at": "timestamptz",
    "asked_until": "timestamptz",  # of a request that still waits
    "story": "smallint",
    "flags": "text[] NOT NULL",
}

EVENT_COLUMNS: Final[Mapping[str, str]] = {
    "case_id": "uuid NOT NULL",
    "sequence": "int NOT NULL",  # from 1, without gaps
    "verb": "text NOT NULL",
    "from_state": "text NOT NULL",  # '' before the first event
    "to_state": "text NOT NULL",
    "at": "timestamptz NOT NULL",
    "actor_id": "uuid",
    "post": "text NOT NULL",
    "organization_id": "uuid",
    "note": "text NOT NULL",
}


_SAYS: Final = "FILTER (WHERE verb = '{}')"
_ASKED: Final = "FILTER (WHERE verb LIKE 'ask\\_%%')"
_DECIDED: Final = "FILTER (WHERE verb LIKE 'grant\\_%%' OR verb LIKE 'deny\\_%%')"
_REVIEWED: Final = "FILTER (WHERE verb LIKE 'review\\_%%')"

TOLD_BY_EVENTS: Final[Mapping[str, str]] = {
    "event_count": "count(*)",
    "returns": "count(*) " + _SAYS.format(Verb.GRANT_RETURN),
    "extensions": "count(*) FILTER (WHERE verb IN ('grant_extension', 'grant_long_extension'))",
    "reworks": "count(*) FILTER (WHERE verb IN ('rework', 'call_back_unhappy'))",
    "level": f"count(*) {_SAYS.format(Verb.ESCALATE)}"
    f" + greatest(count(*) {_SAYS.format(Verb.GRANT_RETURN)} - 1, 0)",
    "supervised": f"count(*) {_SAYS.format(Verb.SUPERVISE)} > 0",
    "missed": f"count(*) {_SAYS.format(Verb.MARK_MISSED)} > 0",
    "handed_over": f"count(*) {_SAYS.format(Verb.HAND_OVER)} > 0",
    "called_back_at": f"max(at) {_SAYS.format(Verb.CALL_BACK)}",
    # What was verified and then refused was not so.
    "verified": f"CASE WHEN count(*) {_SAYS.format(Verb.VERIFY)} > 0"
    f" THEN count(*) {_SAYS.format(Verb.REFUSE)} = 0 END",
    # The last request, unless it was decided after: its verb's name after "ask_".
    "asked": f"CASE WHEN max(sequence) {_ASKED} > coalesce(max(sequence) {_DECIDED}, 0)"
    f" THEN substr(max(to_char(sequence, 'FM000000') || verb) {_ASKED}, 11) ELSE '' END",
    "appeal": f"CASE WHEN max(sequence) {_SAYS.format(Verb.APPEAL)}"
    f" > coalesce(max(sequence) {_REVIEWED}, 0) THEN 'new' ELSE '' END",
}
"""Column of a case -> what its events say of it: an aggregate over `incoming_event`."""

OPEN_ERRANDS: Final[Mapping[State, tuple[TaskKind, Verb]]] = {
    State.VERIFYING: (TaskKind.VERIFY, Verb.SEND_VERIFY),
    State.CHECKING: (TaskKind.CHECK, Verb.SEND_CHECK),
}
"""A case that comes in standing here has somebody on the way: the task, and what sent them."""


class HistoryNotInTheTable(DomainError):
    """An incoming event is no edge of the table, or an event chain does not hold together."""

    code = "history_not_in_the_table"
    zh = "有 {count} 个案件的事件不符合状态表（例如 {example}），没有载入任何数据。"
    en = (
        "The events of {count} cases break the state table (such as {example}); nothing was loaded."
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """One incoming row that was not loaded, and the stable code of the reason."""

    row_id: int
    outer_number: str | None
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """What became of the incoming rows; `loaded` + `refused` + `already_there` = all of them.

    `snapped` counts the loaded rows by how their cell was found (inside, border, gap).
    """

    loaded: int
    already_there: int
    unplaced: int
    snapped: dict[str, int]
    refused: tuple[Refusal, ...]
