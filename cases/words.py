"""The field's own words for states and verbs (domain terms), as sentences use them."""

from typing import Final

from cases.states import State, Verb
from gis_core.errors import Words

_NAMES: Final[dict[State | Verb, tuple[str, str]]] = {
    State.REPORTED: ("待受理", "reported"),
    State.ACCEPTED: ("待立案", "accepted"),
    State.FILED: ("待派遣", "filed"),
    State.DISPATCHED: ("待处理", "dispatched"),
    State.HANDLING: ("处理中", "being handled"),
    State.REPLIED: ("待核查", "replied"),
    State.CHECKED: ("待结案", "checked"),
    State.CLOSED: ("已结案", "closed"),
    State.REFUSED: ("不予受理", "refused"),
    Verb.COLLECT: ("上报", "collect"),
    Verb.ACCEPT: ("受理", "accept"),
    Verb.REFUSE: ("不予受理", "refuse"),
    Verb.FILE: ("立案", "file"),
    Verb.DISPATCH: ("派遣", "dispatch"),
    Verb.HANDLE: ("开始处理", "handle"),
    Verb.REPLY: ("反馈", "reply"),
    Verb.CHECK: ("核查", "check"),
    Verb.REWORK: ("返工", "rework"),
    Verb.CLOSE: ("结案", "close"),
    Verb.ADOPT: ("转入", "adopt"),
}


def named(term: State | Verb) -> Words:
    """Return the term with its Chinese and English name."""
    return Words(str(term), *_NAMES[term])
