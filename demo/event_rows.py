"""The histories of generated cases as binary rows of `cases.bulk`'s incoming events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cases.bulk import EVENT_COLUMNS
from cases.states import State, Verb, target
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
    unit = np.where(drafts.unit[rows] >= 0, drafts.unit[rows], drafts.organization[rows])
    parties = [*setting.routes.ids, centre_id]
    cast = _Cast(
        ids=case_ids(drafts, rows),
        by_demo_reporter=reporter.reported(drafts, rows),
        reporter_id=np.frombuffer(reporter.user_id, np.uint8),
        parties=parties,
        who={
            "centre": np.full(len(rows), len(parties) - 1),
            "unit": unit,
            "nobody": np.full(len(rows), -1),
        },
    )
    steps = (step for step in _steps(drafts, rows) if step.on.any())
    return b"".join(_rows_of(rng, step, cast) for step in steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cast:
    """Who takes part: keys of the cases; `who` are indices into `parties`, -1 = nobody."""

    ids: NDArray[np.uint8]
    by_demo_reporter: Flags
    reporter_id: NDArray[np.uint8]
    parties: list[bytes]
    who: dict[str, Indices]


def _rows_of(rng: Generator, step: Step, cast: _Cast) -> bytes:
    """Return one row for each case that takes the step."""
    on = np.flatnonzero(step.on)
    count = len(on)
    own = (step.verb is Verb.COLLECT) & cast.by_demo_reporter[on]
    columns: dict[str, Column] = {
        "case_id": copy.uuids(cast.ids[on]),
        "sequence": copy.numbers(np.broadcast_to(step.sequence, len(cast.ids))[on], ">i4"),
        "verb": copy.constant(step.verb, count),
        "from_state": copy.constant(step.before or "", count),
        "to_state": copy.constant(str(target(step.before, step.verb)), count),
        "at": copy.instants(step.at[on] * 1_000_000),
        "actor_id": copy.uuids(np.broadcast_to(cast.reporter_id, (count, 16)), ~own),
        "post": copy.constant(step.post, count),
        "organization_id": copy.blobs(cast.parties, cast.who[step.by][on]),
        "note": copy.words(step.notes, rng.integers(0, len(step.notes), count)),
    }
    return copy.rows_of({name: columns[name] for name in EVENT_COLUMNS})


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
