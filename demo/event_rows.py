"""The histories of generated cases as binary rows of `cases.bulk`'s incoming events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cases.bulk import EVENT_COLUMNS
from cases.states import State
from cases.transitions import target
from cases.verbs import Verb
from demo import binary_copy as copy
from demo.binary_copy import Column
from demo.case_rows import DemoReporter, case_ids, dispatched
from demo.drafts import COLLECTOR, PHONE, Drafts, Setting
from demo.ground import Flags, Indices
from demo.lives import CHECKED, CLOSED, HANDLING, REPLIED
from demo.times import Seconds

NOTES: Final = {
    Verb.ACCEPT: ("", "", "信息完整，予以受理"),
    Verb.FILE: ("", "", "符合立案条件"),
    Verb.DISPATCH: ("", "", "按派遣规则派往责任单位"),
    Verb.HANDLE: ("", "已派人前往现场", "正在处理"),
    Verb.REPLY: ("已处理完毕", "已清理", "已劝导整改", "已现场处置，恢复原状"),
    Verb.CHECK: ("现场核查，问题已解决", "核查通过"),
    Verb.REWORK: ("现场核查，问题未解决，返工", "处理不彻底，返工"),
    Verb.CLOSE: ("", "", "予以结案"),
}
"""What posts write, drawn at random; "" is the commonest note there is."""

NOT_FILED: Final = (
    "现场核实问题已不存在",
    "不属于城市管理范围",
    "与已立案案件重复",
    "位置描述不清，无法核实",
)
NOT_ACCEPTED: Final = (
    "视频不清晰，无法认定",
    "证据不足，未能看清抛物",
    "车牌无法辨认",
    "与已受理线索重复",
)

REPLIED_TWICE: Final = 2
"""A rework and a second reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One verb on some of the rows: when, as the how-manieth event, by which post, in whose name.

    `by` is "centre", "unit" or "nobody"; `post` and `notes` are drawn from.
    """

    verb: Verb
    before: State | None
    on: Flags
    at: Seconds
    sequence: NDArray[np.int64] | int
    post: str
    by: str
    notes: tuple[str, ...]


def event_rows(
    rng: Generator,
    setting: Setting,
    drafts: Drafts,
    rows: Indices,
    reporter: DemoReporter,
    centre_id: bytes,
) -> bytes:
    """Return the rows of `incoming_event` for these drafts."""
    ids = case_ids(drafts, rows)
    own = reporter.reported(drafts, rows)
    unit = np.where(drafts.unit[rows] >= 0, drafts.unit[rows], drafts.organization[rows])
    parties = [*setting.routes.ids, centre_id]
    who = {
        "centre": np.full(len(rows), len(parties) - 1),
        "unit": unit,
        "nobody": np.full(len(rows), -1),
    }
    out = []
    for step in _steps(drafts, rows):
        on = np.flatnonzero(step.on)
        if not len(on):
            continue
        sequence = np.broadcast_to(step.sequence, len(rows))[on]
        mine = own[on] if step.verb is Verb.COLLECT else np.zeros(len(on), dtype=bool)
        columns: dict[str, Column] = {
            "case_id": copy.uuids(ids[on]),
            "sequence": copy.numbers(sequence, ">i4"),
            "verb": copy.constant(step.verb, len(on)),
            "from_state": copy.constant(step.before or "", len(on)),
            "to_state": copy.constant(str(target(step.before, step.verb)), len(on)),
            "at": copy.instants(step.at[on] * 1_000_000),
            "actor_id": copy.uuids(
                np.broadcast_to(np.frombuffer(reporter.user_id, np.uint8), (len(on), 16)), ~mine
            ),
            "post": copy.constant(step.post, len(on)),
            "organization_id": copy.blobs(parties, who[step.by][on]),
            "note": copy.words(step.notes, rng.integers(0, len(step.notes), len(on))),
        }
        out.append(copy.rows_of({name: columns[name] for name in EVENT_COLUMNS}))
    return b"".join(out)


def _steps(drafts: Drafts, rows: Indices) -> Iterator[Step]:
    yield from _reports(drafts, rows)
    yield from _desk(drafts, rows)
    yield from _street(drafts, rows)


def _reports(drafts: Drafts, rows: Indices) -> Iterator[Step]:
    """上报: by a collector, at the phone desk, or by somebody without a post."""
    source, reported = drafts.source[rows], drafts.lives.times.reported[rows]
    desks = {COLLECTOR: "collector", PHONE: "phone_operator"}
    for index, post in desks.items():
        yield Step(
            verb=Verb.COLLECT,
            before=None,
            on=source == index,
            at=reported,
            sequence=1,
            post=post,
            by="centre",
            notes=("",),
        )
    yield Step(
        verb=Verb.COLLECT,
        before=None,
        on=~np.isin(source, list(desks)),
        at=reported,
        sequence=1,
        post="",
        by="nobody",
        notes=("",),
    )


def _desk(drafts: Drafts, rows: Indices) -> Iterator[Step]:
    """受理, 立案, 派遣, or a refusal with its reason."""
    lives, times = drafts.lives, drafts.lives.times
    refused, never_filed = lives.refused[rows], lives.never_filed[rows]
    filed = dispatched(drafts, rows)
    table = (
        (Verb.ACCEPT, State.REPORTED, ~refused, times.accepted, 2, "acceptor", None),
        (Verb.REFUSE, State.REPORTED, refused, times.accepted, 2, "acceptor", NOT_ACCEPTED),
        (Verb.REFUSE, State.ACCEPTED, never_filed, times.filed, 3, "shift_leader", NOT_FILED),
        (Verb.FILE, State.ACCEPTED, filed, times.filed, 3, "shift_leader", None),
        (Verb.DISPATCH, State.FILED, filed, times.dispatched, 4, "dispatcher_city", None),
    )
    for verb, before, on, at, sequence, post, notes in table:
        yield Step(
            verb=verb,
            before=before,
            on=on,
            at=at[rows],
            sequence=sequence,
            post=post,
            by="centre",
            notes=notes or NOTES[verb],
        )


def _street(drafts: Drafts, rows: Indices) -> Iterator[Step]:
    """处理, 反馈, 核查 (and once in a while 返工), 结案: as far as each case has come."""
    lives, times = drafts.lives, drafts.lives.times
    standing, back = lives.standing[rows], lives.sent_back[rows]
    filed = dispatched(drafts, rows)
    later = REPLIED_TWICE * back.astype(np.int64)
    table = (
        (Verb.HANDLE, State.DISPATCHED, standing >= HANDLING, times.handled, 5, "handler"),
        (Verb.REPLY, State.HANDLING, standing >= REPLIED, times.replied, 6, "handler"),
        (Verb.REWORK, State.REPLIED, back, times.reworked, 7, "collector"),
        (Verb.REPLY, State.HANDLING, back, times.replied_again, 8, "handler"),
        (Verb.CHECK, State.REPLIED, standing >= CHECKED, times.checked, 7 + later, "collector"),
        (Verb.CLOSE, State.CHECKED, standing >= CLOSED, times.closed, 8 + later, "shift_leader"),
    )
    for verb, before, on, at, sequence, post in table:
        yield Step(
            verb=verb,
            before=before,
            on=on & filed,
            at=at[rows],
            sequence=sequence,
            post=post,
            by="unit" if post == "handler" else "centre",
            notes=NOTES[verb],
        )
