"""申诉: a department appeals against an overdue mark; two people review it, one after the other."""

from __future__ import annotations

from cases.errors import SameReviewer
from cases.guards import Appeal
from cases.models import Case
from cases.stages.reasons import reason_of
from cases.stages.step import Step, take
from cases.verbs import Verb


def appeal(*, step: Step) -> Case:
    """Appeal, once, with the reason. Raises ReasonMissing."""
    reason_of(step, Verb.APPEAL)
    return take(step, Verb.APPEAL, {"appeal": Appeal.NEW})


def review_first(*, step: Step, granted: bool) -> Case:
    """The dispatcher's review: granted → on to the second; denied → ended."""
    return _review(step, Verb.REVIEW_FIRST, Appeal.REVIEWED_ONCE if granted else Appeal.DENIED)


def review_second(*, step: Step, granted: bool) -> Case:
    """The acceptor's review: granted takes the mark out of the figures; it stays visible.

    Raises:
        SameReviewer: the second reviewer is the first.
    """
    return _review(step, Verb.REVIEW_SECOND, Appeal.GRANTED if granted else Appeal.DENIED)


def _review(step: Step, verb: Verb, outcome: Appeal) -> Case:
    if outcome is Appeal.DENIED:
        reason_of(step, verb)

    def changes(case: Case) -> dict[str, object]:
        first = case.events.filter(verb=Verb.REVIEW_FIRST).order_by("-sequence").first()
        if verb is Verb.REVIEW_SECOND and first and first.actor_id == step.actor.user_id:
            raise SameReviewer
        return {"appeal": outcome}

    return take(step, verb, changes, data={"outcome": str(outcome)})
