"""What comes in through the set-based door, and what became of it: see `cases.bulk`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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
