"""漏报: what the public saw before the city's own collectors did."""

from __future__ import annotations

from cases.models import Case
from cases.stages.step import Step, take
from cases.verbs import Verb


def mark_missed(*, step: Step) -> Case:
    """Mark a public report as one that a collector should have found."""
    return take(step, Verb.MARK_MISSED, {"missed": True})
