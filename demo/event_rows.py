"""The histories of generated cases as binary rows of `cases.bulk`'s incoming events."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from cases.bulk import EVENT_COLUMNS
from cases.verbs import Verb
from demo import binary_copy as copy
from demo.binary_copy import Column
from demo.case_rows import DemoReporter, case_ids
from demo.drafts import Drafts, Setting
from demo.ground import Indices
from demo.roads_of_cases import Step, steps
from demo.walk import NAMES, Taken, Walk


def event_rows(
    rng: Generator,
    setting: Setting,
    drafts: Drafts,
    rows: Indices,
    reporter: DemoReporter,
    centre_id: bytes,
) -> bytes:
    """Return the rows of `incoming_event` for these drafts."""
    ids, own = case_ids(drafts, rows), reporter.reported(drafts, rows)
    parties = [*setting.routes.ids, centre_id]
    who = _who(drafts, rows, centre=len(parties) - 1)
    walk = Walk(len(rows))

    def encoded(step: Step, taken: Taken) -> bytes:
        on, count = taken.rows, len(taken.rows)
        mine = own[on] if step.verb is Verb.COLLECT else np.zeros(count, dtype=bool)
        columns: dict[str, Column] = {
            "case_id": copy.uuids(ids[on]),
            "sequence": copy.numbers(taken.sequence, ">i4"),
            "verb": copy.constant(step.verb, count),
            "from_state": copy.words(NAMES, taken.before),
            "to_state": copy.words(NAMES, taken.after),
            "at": copy.instants(taken.at * 1_000_000),
            "actor_id": copy.uuids(
                np.broadcast_to(np.frombuffer(reporter.user_id, np.uint8), (count, 16)), ~mine
            ),
            "post": copy.constant(step.post, count),
            "organization_id": copy.blobs(parties, who[step.by][on]),
            "note": copy.words(step.notes, rng.integers(0, len(step.notes), count)),
        }
        return copy.rows_of({name: columns[name] for name in EVENT_COLUMNS})

    used = (step for step in steps(drafts, rows) if step.on.any())
    return b"".join(encoded(step, walk.take(step.verb, step.on, step.at)) for step in used)


def _who(drafts: Drafts, rows: Indices, *, centre: int) -> dict[str, Indices]:
    """Return who can act on each case, as indices into the parties; -1 = nobody."""
    lead, unit = drafts.organization[rows], drafts.unit[rows]
    return {
        "centre": np.full(len(rows), centre),
        "lead": lead,
        "unit": np.where(unit >= 0, unit, lead),
        "nobody": np.full(len(rows), -1),
    }
