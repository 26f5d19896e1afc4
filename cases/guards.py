"""Who may use which verb on a case: pure over an actor and the few facts of the case that matter.

One level of supervision: nobody judges their own work. The guard binds to the verb and to the
branch that handles the case, never to a common parent of both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from cases.errors import NotNow, NotYourCase, NotYourTask, OwnWork, StateConflict, VerbNotAllowed
from cases.states import State
from cases.transitions import edge
from cases.verbs import Guard, Verb
from cases.words import named
from gis_core.actor import Actor, Role
from gis_core.errors import DomainError, Words

POST_VERB: Final = {
    Verb.REWORK: Verb.CHECK,
    Verb.RULE_AWAY: Verb.RULE,
    Verb.CALL_BACK_UNHAPPY: Verb.CALL_BACK,
    Verb.UNMERGE: Verb.MERGE,
    Verb.DENY_RETURN: Verb.GRANT_RETURN,
    Verb.DENY_EXTENSION: Verb.GRANT_EXTENSION,
    Verb.DENY_DEFERRAL: Verb.GRANT_DEFERRAL,
    Verb.DENY_PARKING: Verb.GRANT_PARKING,
}
"""The other outcome of one decision: the post that may say yes may say no."""

RETURNS_AT_MOST: Final = 2
"""A case that comes back more often goes up a level instead of around."""


class Asked(StrEnum):
    """What a department is waiting to be granted."""

    NOTHING = ""
    RETURN = "return"
    EXTENSION = "extension"
    DEFERRAL = "deferral"
    PARKING = "parking"


class Appeal(StrEnum):
    """How far an appeal against an overdue mark has come."""

    NONE = ""
    NEW = "new"
    REVIEWED_ONCE = "reviewed_once"
    GRANTED = "granted"
    DENIED = "denied"


UNDER_APPEAL: Final = (Appeal.NEW, Appeal.REVIEWED_ONCE)
"""Appeals that somebody must still review."""

Check = Callable[[Verb, "CaseFacts", Actor], DomainError | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What guards need to know of a case; `task_for` None = whoever of that post takes it."""

    state: State
    city_id: UUID
    organization_id: UUID | None = None
    unit_id: UUID | None = None
    area_codes: frozenset[str] = frozenset()
    from_public: bool = False
    verified: bool | None = None
    reporter_id: UUID | None = None
    task_for: UUID | None = None
    finder_may_check: bool = False
    co_organization_ids: frozenset[UUID] = frozenset()
    asked: Asked = Asked.NOTHING
    returns: int = 0
    extensions: int = 0
    ruling_open: bool = False
    decision_due: bool = False
    overdue: bool = False
    appeal: Appeal = Appeal.NONE


def refusal(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
    """Return why `actor` cannot use `verb` now, or None where they can."""
    found = edge(case.state, verb)
    if found is None:
        return StateConflict(state=named(case.state), verb=named(verb))
    if not _roles(verb, case, actor):
        return VerbNotAllowed(verb=named(verb))
    for guard in found.guards:
        if (error := _CHECKS[guard](verb, case, actor)) is not None:
            return error
    return None


def acting_role(verb: Verb, case: CaseFacts, actor: Actor) -> Role | None:
    """Return the role under which the verb is used, for the record: a handler's where it can."""
    roles = _roles(verb, case, actor)
    return next((role for role in roles if _handles(role, case)), roles[0] if roles else None)


def _roles(verb: Verb, case: CaseFacts, actor: Actor) -> list[Role]:
    needed = str(POST_VERB.get(verb, verb))
    return [
        role
        for role in actor.roles_in(case.city_id)
        if needed in role.verbs and (not role.area_codes or role.area_codes & case.area_codes)
    ]


def _handles(role: Role, case: CaseFacts) -> bool:
    """Whether the case lies with the role's organisation or one below it."""
    return bool({case.unit_id, case.organization_id} & role.organization_ids)


def _own_branch(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
    if any(_handles(role, case) for role in _roles(verb, case, actor)):
        return None
    return NotYourCase(verb=named(verb))


def _other_branch(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
    # Every organisation of the person counts here, not only the post in use.
    mine = {i for role in actor.roles_in(case.city_id) for i in role.branch_ids}
    judged = {case.organization_id, *case.co_organization_ids} - {None}
    return OwnWork() if mine & judged else None


def _task_is_mine(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
    if case.task_for not in (None, actor.user_id):
        return NotYourTask()
    found_it = actor.user_id == case.reporter_id and verb is not Verb.VERIFY
    return NotYourTask() if found_it and not case.finder_may_check else None


def _co_handler(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
    mine = {i for role in _roles(verb, case, actor) for i in role.organization_ids}
    return None if mine & case.co_organization_ids else NotYourCase(verb=named(verb))


def _own_report(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
    return None if actor.user_id == case.reporter_id else NotYourCase(verb=named(verb))


def _holds(condition: Callable[[CaseFacts], bool], code: str, zh: str, en: str) -> Check:
    """Return a guard that asks the case alone, with the reason it gives."""
    why = Words(code, zh, en)

    def check(verb: Verb, case: CaseFacts, actor: Actor) -> DomainError | None:
        return None if condition(case) else NotNow(verb=named(verb), why=why)

    return check


def _asked(what: Asked) -> Check:
    return _holds(
        lambda case: case.asked is what, "nothing_asked", "没有这项申请", "nobody asked for it"
    )


_CHECKS: Final[Mapping[Guard, Check]] = {
    Guard.OWN_BRANCH: _own_branch,
    Guard.OTHER_BRANCH: _other_branch,
    Guard.TASK_IS_MINE: _task_is_mine,
    Guard.CO_HANDLER: _co_handler,
    Guard.OWN_REPORT: _own_report,
    Guard.FROM_PUBLIC: _holds(
        lambda case: case.from_public, "not_public", "不是公众上报的案件", "no public report"
    ),
    Guard.VERIFIED_IF_PUBLIC: _holds(
        lambda case: not case.from_public or case.verified is True,
        "not_verified",
        "公众上报须先核实属实",
        "a public report is verified first",
    ),
    Guard.RETURNS_LEFT: _holds(
        lambda case: case.returns < RETURNS_AT_MOST,
        "returned_too_often",
        f"已退回 {RETURNS_AT_MOST} 次，须升级处理",
        f"it was returned {RETURNS_AT_MOST} times and goes up a level",
    ),
    Guard.NOTHING_ASKED: _holds(
        lambda case: case.asked is Asked.NOTHING,
        "already_asked",
        "已有申请等待批复",
        "a request is waiting for its answer",
    ),
    Guard.RETURN_ASKED: _asked(Asked.RETURN),
    Guard.EXTENSION_ASKED: _asked(Asked.EXTENSION),
    Guard.DEFERRAL_ASKED: _asked(Asked.DEFERRAL),
    Guard.PARKING_ASKED: _asked(Asked.PARKING),
    Guard.FIRST_EXTENSION_ASKED: _holds(
        lambda case: case.extensions == 0,
        "second_extension",
        "再次延期须由领导凭文件批准",
        "a second extension is a leader's, with a document",
    ),
    Guard.RULING_OPEN: _holds(
        lambda case: case.ruling_open, "no_ruling", "没有待裁定的确权", "no ruling is open"
    ),
    Guard.NO_RULING_OPEN: _holds(
        lambda case: not case.ruling_open, "ruling_open", "确权尚未裁定", "a ruling is open"
    ),
    Guard.ALL_CONTRIBUTED: _holds(
        lambda case: not case.co_organization_ids,
        "co_handlers_open",
        "协办单位尚未全部完成",
        "not all co-handlers are done",
    ),
    Guard.DECISION_LINKED: _holds(
        lambda case: not case.decision_due,
        "decision_missing",
        "已移交执法，须先登记处罚决定文号",
        "it was handed to enforcement; link the decision first",
    ),
    Guard.OVERDUE: _holds(
        lambda case: case.overdue, "not_overdue", "没有超期", "it is not overdue"
    ),
    Guard.NO_APPEAL: _holds(
        lambda case: case.appeal is Appeal.NONE, "appealed", "已经申诉过", "it was appealed before"
    ),
    Guard.APPEAL_NEW: _holds(
        lambda case: case.appeal is Appeal.NEW, "no_appeal", "没有待初审的申诉", "no new appeal"
    ),
    Guard.APPEAL_REVIEWED_ONCE: _holds(
        lambda case: case.appeal is Appeal.REVIEWED_ONCE,
        "not_reviewed",
        "没有待复审的申诉",
        "no appeal waits for its second review",
    ),
}
