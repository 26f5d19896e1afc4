"""Checked rows as text for COPY: the columns of `cases.bulk`, one line per case and per event.

A case that lived in another system is taken over as it stands there: collected and adopted when it
was opened, adopted once more as closed when it was closed. What happened in between is not known,
and nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from cases.incoming import CASE_COLUMNS, EVENT_COLUMNS
from cases.models import Urgency
from cases.states import State
from cases.verbs import Verb
from gis_core.datum import Datum
from gis_core.ids import uuid7_of
from importers.rows import Degrees, Rows, Texts
from importers.times import Instants

NULL = r"\N"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_SPECIAL = frozenset("\\\t\n\r")

Column = Iterable[str]


@dataclass(frozen=True, kw_only=True)
class Named:
    """Ids of what each row's words stand for."""

    classes: Sequence[str]
    departments: Sequence[str]
    units: Sequence[str]


def case_ids(rows: Rows, seed: str) -> list[str]:
    """Return each row's key: made of its opening and number, so the same in every import."""
    opened_ms = rows.opened.astype("datetime64[ms]").astype(np.int64).tolist()
    return [uuid7_of(ms, f"{seed}/{n}") for ms, n in zip(opened_ms, rows.number, strict=True)]


def case_lines(rows: Rows, ids: Sequence[str], named: Named, datum: Datum) -> str:
    """Return the rows as COPY text for `incoming_case`."""
    opened, number = _moments(rows.opened), _texts(rows.number)
    return _lines(
        CASE_COLUMNS,
        {
            "row_id": map(str, rows.line.tolist()),
            "id": ids,
            "number": number,
            "outer_number": number,
            "case_class_id": named.classes,
            "urgency": repeat(Urgency.NORMAL.value),
            "source": rows.source,
            "datum": repeat(datum.value),
            "raw_lon": _degrees(rows.raw_lon),
            "raw_lat": _degrees(rows.raw_lat),
            "lon": _degrees(rows.lon),
            "lat": _degrees(rows.lat),
            "place_text": _texts(rows.place),
            "road": _texts(rows.road),
            "problem_text": _texts(rows.problem),
            "organization_id": named.departments,
            "unit_id": named.units,
            "reporter_account_id": repeat(NULL),
            "state": np.where(rows.is_closed, State.CLOSED.value, State.DISPATCHED.value),
            "reported_at": opened,
            # The other system takes a case in and puts it in a queue as one act.
            "accepted_at": opened,
            "filed_at": opened,
            "dispatched_at": opened,
            "replied_at": repeat(NULL),
            "checked_at": repeat(NULL),
            "closed_at": np.where(rows.is_closed, _moments(rows.closed), NULL),
            "due_at": _moments(rows.due),
            "amber_at": repeat(NULL),
            "asked_until": repeat(NULL),
            "story": repeat(NULL),
            "flags": _flags(rows),
        },
    )


def event_lines(rows: Rows, ids: Sequence[str], named: Named) -> Iterator[str]:
    """Yield the rows' events as COPY text for `incoming_event`, one piece for each step."""
    opened, closed = _moments(rows.opened), _moments(rows.closed)
    everyone = np.ones(len(ids), dtype=bool)
    steps = (
        (Verb.COLLECT, "", State.REPORTED, opened, everyone),
        (Verb.ADOPT, State.REPORTED, State.DISPATCHED, opened, everyone),
        (Verb.ADOPT, State.DISPATCHED, State.CLOSED, closed, rows.is_closed),
    )
    case_id = np.array(ids, dtype=object)
    unit = np.array(named.units, dtype=object)
    for sequence, (verb, before, after, at, those) in enumerate(steps, start=1):
        yield _lines(
            EVENT_COLUMNS,
            {
                "case_id": case_id[those],
                "sequence": repeat(str(sequence)),
                "verb": repeat(str(verb)),
                "from_state": repeat(str(before)),
                "to_state": repeat(str(after)),
                "at": at[those],
                "actor_id": repeat(NULL),
                "post": repeat(""),
                "organization_id": repeat(NULL) if verb is Verb.COLLECT else unit[those],
                "note": repeat(""),
            },
        )


def _lines(order: Mapping[str, str], columns: Mapping[str, Column]) -> str:
    table = zip(*(columns[name] for name in order), strict=False)  # constants never end
    return "".join("\t".join(row) + "\n" for row in table)


def _texts(texts: Texts) -> list[str]:
    """Escape what COPY would take for its own; a column seldom holds any, so look once."""
    whole: list[str] = texts.tolist()
    if _SPECIAL.isdisjoint("".join(whole)):
        return whole
    return [text.translate(_ESCAPES) for text in whole]


def _degrees(values: Degrees) -> list[str]:
    return [repr(v) if v == v else NULL for v in values.tolist()]  # NaN is what equals nothing


def _moments(instants: Instants) -> Texts:
    texts = np.datetime_as_string(instants, unit="us").astype(object)
    return np.asarray(np.where(np.isnat(instants), NULL, texts + "Z"), dtype=object)


def _flags(rows: Rows) -> Texts:
    flags = np.full(len(rows.line), "", dtype=object)
    for flag, bearers in rows.flags.items():
        flags[bearers] += f"{flag},"
    return np.array(["{" + text.rstrip(",") + "}" for text in flags], dtype=object)
