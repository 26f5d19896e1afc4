"""Which verbs a case offers to somebody now, and why the others are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.facts import facts_of
from cases.guards import refusal
from cases.models import Case
from cases.transitions import verbs_from
from cases.verbs import BULK_ONLY, Verb
from gis_core.actor import Actor
from gis_core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb, and the error that using it now would raise (None = open)."""

    verb: Verb
    refusal: DomainError | None

    @property
    def is_open(self) -> bool:
        return self.refusal is None


def offers(case: Case, actor: Actor, *, at: datetime) -> list[Offer]:
    """Return every verb with its refusal for this actor: the state's own first."""
    facts = facts_of(case, at=at)
    here = verbs_from(facts.state)
    # The state's own verbs first. `rule_away` is the other outcome of `rule`, not another button.
    others = [verb for verb in Verb if verb not in here and verb not in BULK_ONLY]
    shown = [verb for verb in (*here, *others) if verb is not Verb.RULE_AWAY]
    return [Offer(verb, refusal(verb, facts, actor)) for verb in shown]
