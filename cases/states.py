"""Where a case can stand: plain enums. No Django here, nor in `verbs` and `transitions`."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a case stands; the Chinese names are what desks show."""

    REPORTED = "reported"  # 待受理
    ACCEPTED = "accepted"  # 待立案
    VERIFYING = "verifying"  # 核实中
    FILED = "filed"  # 待派遣
    DISPATCHED = "dispatched"  # 待签收
    ACKNOWLEDGED = "acknowledged"  # 待安排
    ASSIGNED = "assigned"  # 待处理
    HANDLING = "handling"  # 处理中
    DEFERRED = "deferred"  # 缓办中
    PARKED = "parked"  # 挂账
    ENFORCEMENT = "enforcement"  # 执法中
    REPLIED = "replied"  # 待核查
    CHECKING = "checking"  # 核查中
    CHECKED = "checked"  # 待结案
    CLOSED = "closed"  # 已结案
    SETTLED = "settled"  # 已销案
    REFUSED = "refused"  # 不予受理
    VOIDED = "voided"  # 已作废
    MERGED = "merged"  # 已并案
    ANSWERED = "answered"  # 已答复
    SELF_HANDLED = "self_handled"  # 自行处置


ENDED: Final = frozenset(
    {
        State.CLOSED,
        State.SETTLED,
        State.REFUSED,
        State.VOIDED,
        State.MERGED,
        State.ANSWERED,
        State.SELF_HANDLED,
    }
)
"""States in which nobody owes the case anything."""

OPEN_ORDER: Final = tuple(state for state in State if state not in ENDED)
"""States in which somebody does."""

DONE_ORDER: Final = (State.CLOSED, State.SETTLED)
DONE: Final = frozenset(DONE_ORDER)
"""Counted as closed: a settled case has met its obligation."""

AT_DEPARTMENT: Final = (State.ACKNOWLEDGED, State.ASSIGNED, State.HANDLING)
"""States in which a department's clock runs and it can ask for something."""

OPEN_AND_FILED: Final = (
    State.FILED,
    State.DISPATCHED,
    *AT_DEPARTMENT,
    State.DEFERRED,
    State.PARKED,
    State.ENFORCEMENT,
    State.REPLIED,
    State.CHECKING,
    State.CHECKED,
)
"""Filed and not ended: what can be reminded of, supervised, escalated or voided."""


class StateGroup(StrEnum):
    """What a map legend and a citizen tell apart."""

    OPEN = "open"
    CLOSED = "closed"
    REFUSED = "refused"

    @property
    def states(self) -> frozenset[State]:
        return {
            StateGroup.OPEN: frozenset(State) - ENDED,
            StateGroup.CLOSED: DONE,
            StateGroup.REFUSED: ENDED - DONE,
        }[self]
