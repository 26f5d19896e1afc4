"""Which stage function each button calls, and what of the request it takes.

A button is named after its verb. Only `rule` has two verbs behind it: who owns the case decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from cases.api.reports import declared_photo
from cases.models import Case
from cases.photos import DeclaredPhoto
from cases.stages import (
    accept,
    acknowledge,
    appeals,
    call_back,
    check,
    close,
    dispatch,
    duplicates,
    enforcement,
    extensions,
    file,
    handle,
    joint,
    missed,
    orders,
    parking,
    reopen,
    reply,
    returns,
    rulings,
    settle,
    share,
    simple,
    verify,
    void,
)
from cases.stages.returns import Fault
from cases.stages.step import Step

Said = Mapping[str, Any]
Button = Callable[[Step, Said], Case]


def _fault(said: Said) -> Fault | None:
    return Fault(said["fault"]) if said.get("fault") else None


def _photos(said: Said) -> list[DeclaredPhoto]:
    return [declared_photo(photo) for photo in said.get("photos", ())]


_INTAKE: Final[Mapping[str, Button]] = {
    "answer": lambda step, said: simple.answer(step=step),
    "self_handle": lambda step, said: simple.self_handle(step=step),
    "accept": lambda step, said: accept.accept(step=step),
    "refuse": lambda step, said: accept.refuse(step=step),
    "merge": lambda step, said: duplicates.merge(step=step, into_id=said.get("into")),
    "unmerge": lambda step, said: duplicates.unmerge(step=step),
    "mark_missed": lambda step, said: missed.mark_missed(step=step),
    "send_verify": lambda step, said: verify.send_verify(
        step=step, collector_id=said.get("collector")
    ),
    "verify": lambda step, said: verify.verify(
        step=step, passed=said["passed"], photos=_photos(said)
    ),
    "file": lambda step, said: file.file(step=step, standard_row_id=said.get("standard_row")),
    "share": lambda step, said: share.share(step=step),
}
_COMMAND: Final[Mapping[str, Button]] = {
    "dispatch": lambda step, said: dispatch.dispatch(
        step=step, organization_id=said.get("organization")
    ),
    "call_ruling": lambda step, said: rulings.call_ruling(
        step=step, fallback_id=said.get("organization"), side_ids=said.get("partners", ())
    ),
    "rule": lambda step, said: rulings.rule(
        step=step, owner_id=said.get("organization"), side_ids=said.get("partners", ())
    ),
    "join": lambda step, said: joint.join(
        step=step, organization_ids=said.get("partners", ()), due_at=said.get("until")
    ),
    "grant_return": lambda step, said: returns.grant_return(step=step, fault=_fault(said)),
    "deny_return": lambda step, said: returns.deny_return(step=step),
    "remind": lambda step, said: orders.remind(step=step),
    "supervise": lambda step, said: orders.supervise(step=step),
    "escalate": lambda step, said: orders.escalate(step=step),
}
_DEPARTMENT: Final[Mapping[str, Button]] = {
    "acknowledge": lambda step, said: acknowledge.acknowledge(step=step),
    "assign": lambda step, said: acknowledge.assign(step=step, unit_id=said.get("unit")),
    "handle": lambda step, said: handle.handle(step=step),
    "send_back": lambda step, said: returns.send_back(step=step),
    "ask_return": lambda step, said: returns.ask_return(step=step),
    "ask_extension": lambda step, said: extensions.ask_extension(
        step=step, until=said.get("until")
    ),
    "ask_deferral": lambda step, said: parking.ask_deferral(step=step, until=said.get("until")),
    "ask_parking": lambda step, said: parking.ask_parking(step=step),
    "contribute": lambda step, said: joint.contribute(step=step),
    "hand_over": lambda step, said: enforcement.hand_over(step=step),
    "link_decision": lambda step, said: enforcement.link_decision(
        step=step, document=said["document"]
    ),
    "reply": lambda step, said: reply.reply(step=step, photos=_photos(said)),
    "appeal": lambda step, said: appeals.appeal(step=step),
}
_SUPERVISION: Final[Mapping[str, Button]] = {
    "send_check": lambda step, said: check.send_check(
        step=step, collector_id=said.get("collector")
    ),
    "check": lambda step, said: check.check(step=step, passed=said["passed"], photos=_photos(said)),
    "rework": lambda step, said: check.check(step=step, passed=False, photos=_photos(said)),
    "call_back_unhappy": lambda step, said: call_back.call_back(step=step, satisfied=False),
    "call_back": lambda step, said: call_back.call_back(step=step, satisfied=said["passed"]),
    "close": lambda step, said: close.close(step=step),
    "settle": lambda step, said: settle.settle(step=step),
    "void": lambda step, said: void.void(step=step),
    "reopen": lambda step, said: reopen.reopen(step=step),
    "resume": lambda step, said: parking.resume(step=step),
    "grant_extension": lambda step, said: extensions.grant_extension(step=step),
    "grant_long_extension": lambda step, said: extensions.grant_long_extension(
        step=step, document=said["document"]
    ),
    "deny_extension": lambda step, said: extensions.deny_extension(step=step),
    "grant_deferral": lambda step, said: parking.grant_deferral(step=step),
    "deny_deferral": lambda step, said: parking.deny_deferral(step=step),
    "grant_parking": lambda step, said: parking.grant_parking(step=step),
    "deny_parking": lambda step, said: parking.deny_parking(step=step),
    "review_first": lambda step, said: appeals.review_first(step=step, granted=said["passed"]),
    "review_second": lambda step, said: appeals.review_second(step=step, granted=said["passed"]),
}
BUTTONS: Final[Mapping[str, Button]] = {**_INTAKE, **_COMMAND, **_DEPARTMENT, **_SUPERVISION}
