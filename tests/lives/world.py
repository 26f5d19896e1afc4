"""A small city in which anybody may try any button on one case, and what must always be true.

The checks share nothing with `cases.guards`: they read the events, and a tree written down here.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cases.api.buttons import BUTTONS
from cases.facts import facts_of
from cases.guards import refusal
from cases.history import breaks
from cases.models import Case, CaseEvent, CasePhoto
from cases.stages.step import Step
from cases.states import State
from cases.transitions import TRANSITIONS, target, verbs_from
from cases.verbs import BULK_ONLY, Verb
from departments.actors import actor_of
from gis_core.errors import DomainError
from gis_core.ids import uuid7
from tests.factories import Cast, member
from tests.lives.roads import FIRST, Way, rarest, road_to
from tests.reports import put_report

START: Final = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
ABOVE: Final = {
    "yuhu-unit": "yuhu", "yuetang-unit": "yuetang", "yuhu": "bureau", "yuetang": "bureau",
    "centre": "bureau", "assessment": "bureau", "water": "bureau",
}  # fmt: skip
JUDGING: Final = frozenset(
    [
        "check",
        "rework",
        "close",
        "settle",
        "void",
        "reopen",
        "send_check",
        "call_back",
        "call_back_unhappy",
        "review_first",
        "review_second",
        "grant_return",
        "deny_return",
        "grant_extension",
        "grant_long_extension",
        "deny_extension",
        "grant_deferral",
        "deny_deferral",
        "grant_parking",
        "deny_parking",
    ]
)
WITH_A_DEPARTMENT: Final = frozenset(
    [
        "dispatched",
        "acknowledged",
        "assigned",
        "handling",
        "deferred",
        "parked",
        "enforcement",
        "replied",
        "checking",
        "checked",
        "closed",
        "settled",
    ]
)
FINAL: Final = frozenset(["refuse", "answer", "self_handle", "merge", "void"])
"""Buttons that end a story early; drawn seldom, or no story would get far."""


class World:
    """One case and everybody of the cast; time goes on with every step."""

    def __init__(self, cast: Cast, rng: random.Random, seen: Counter[Way] | None = None) -> None:
        """`seen` counts what earlier lives took: ways that are rare there are taken rather."""
        self.cast, self.rng, self.now = cast, rng, START
        self.seen = Counter() if seen is None else seen
        self.taken: Counter[Way] = Counter()
        self.road = road_to(rarest(self.seen))
        self.actors = {who: actor_of(user, START) for who, user in cast.users.items()}
        self.other_id = put_report(cast)
        source = rng.choice(["collector", "citizen", "phone"])
        self.id = put_report(
            cast, "collector" if source == "collector" else "phone_operator", source=source
        )
        if rng.random() < 0.3:
            self._photos()

    def _photos(self) -> None:
        for role in ("before", "after"):
            CasePhoto.objects.create(
                case_id=self.id,
                sha256=uuid7().hex * 2,
                role=role,
                declared_at=START,
                stored_at=START,
            )

    @property
    def case(self) -> Case:
        return Case.objects.select_related("city__case_practice").get(pk=self.id)

    def open_buttons(self, case: Case) -> list[tuple[Verb, str]]:
        """Every button that the product itself says is open to somebody now."""
        facts = facts_of(case, at=self.now)
        return [
            (verb, who)
            for verb in verbs_from(facts.state)
            if str(verb) in BUTTONS
            for who, actor in self.actors.items()
            if refusal(verb, facts, actor) is None
        ]

    def press_an_open_one(self) -> None:
        case = self.case
        choices = self.open_buttons(case)
        if not choices:
            return
        verbs = sorted({verb for verb, _ in choices})
        state = State(case.state)
        verb = self._towards_the_goal(state, verbs)
        if verb is None:
            (verb,) = self.rng.choices(verbs, [self._weight(state, one) for one in verbs])
        self.press(verb, self.rng.choice([who for one, who in choices if one is verb]), case)

    def _weight(self, state: State, verb: Verb) -> float:
        """How readily a button is pressed: most lives should get far, and few ways be rare."""
        usual = 0.06 if verb in FINAL else 0.25 if target(state, verb) is state else 1.0
        return usual * (1 + 20 / (1 + self.seen[state, verb] + self.taken[state, verb]))

    def _towards_the_goal(self, state: State, verbs: list[Verb]) -> Verb | None:
        """Return the open verb that leads to a way that few lives took; mostly, not always."""
        verb: Verb | None = self.road.get(state)
        while verb is not None and verb not in verbs:
            verb = FIRST.get(verb)
        return verb if self.rng.random() < 0.6 else None

    def press_any(self) -> None:
        verb = self.rng.choice([v for v in Verb if str(v) in BUTTONS and v not in BULK_ONLY])
        self.press(verb, self.rng.choice(sorted(self.actors)), self.case)

    def press(self, verb: Verb, who: str, before: Case) -> None:
        """Press a button; a refusal must change nothing, anything else one step of the table."""
        self.now += timedelta(minutes=self.rng.choice([1, 7, 60, 600, 3000]))
        step = Step(case_id=self.id, actor=self.actors[who], at=self.now, note=self._note())
        try:
            BUTTONS[str(verb)](step, self._said(verb))
        except DomainError:
            after = self.case
            assert (after.state, after.event_count) == (before.state, before.event_count)
            return
        self._took(before, who)

    def _took(self, before: Case, who: str) -> None:
        after = self.case
        last = CaseEvent.objects.filter(case=self.id).order_by("-sequence")[0]
        assert last.sequence == before.event_count + 1, "an event was lost, or one too many"
        edge = (State(before.state), Verb(last.verb), State(after.state))
        assert edge in {(t.state, t.verb, t.target) for t in TRANSITIONS}, f"no such edge: {edge}"
        assert last.actor_id == self.cast.users[who].pk
        self._nobody_judged_their_own_work(before, last.verb, who)
        if after.state in WITH_A_DEPARTMENT:
            assert after.organization_id is not None, "a case without an owner"
        self.taken[edge[0], edge[1]] += 1

    def _nobody_judged_their_own_work(self, before: Case, verb: str, who: str) -> None:
        if verb not in JUDGING:
            return
        handling = {self._code(before.organization_id)} | {self._code(i) for i in before.co_open}
        for place in self.places(who):
            while place:
                assert place not in handling, f"{who} judged their own work: {verb}"
                place = ABOVE.get(place, "")  # noqa: PLW2901 - climbing the tree is the loop

    def places(self, who: str) -> list[str]:
        held = self.cast.users[who].memberships.select_related("organization")
        return [membership.organization.code for membership in held]

    def _code(self, organization_id: Any) -> str | None:
        by_id = {one.pk: code for code, one in self.cast.organizations.items()}
        return by_id.get(organization_id)

    def _note(self) -> str:
        return self.rng.choice(["", *6 * ["现场情况说明"]])

    def _said(self, verb: Verb) -> dict[str, Any]:
        organizations = self.cast.organizations
        return {
            "passed": verb not in {Verb.REVIEW_FIRST, Verb.REVIEW_SECOND, Verb.VERIFY}
            or self.rng.random() < 0.75,
            "organization": organizations[
                self.rng.choice(["yuhu", "yuhu", "yuetang", "water", "centre"])
            ].pk,
            "unit": organizations[self.rng.choice(["yuhu-unit", "yuhu-unit", "yuetang-unit"])].pk,
            "partners": [organizations[self.rng.choice(["yuetang", "water"])].pk],
            "into": self.other_id,
            "until": self.now + timedelta(days=self.rng.choice([-1, 1, 2, 2, 3])),
            "document": self.rng.choice(["", *3 * ["演示〔2026〕1号"]]),
            "fault": self.rng.choice([None, "wrong_dispatch", "shirking"]),
        }

    def the_books_are_in_order(self) -> None:
        assert list(breaks(self.cast.city)) == [], "the chain is broken"
        assert self.case.event_count == CaseEvent.objects.filter(case=self.id).count()


def populate(cast: Cast) -> None:
    """Add who makes it hard: people with two posts, and a second department with its people."""
    for who, post, organization in (
        ("dispatcher_yuetang", "dispatcher_sub", "yuetang"),
        ("dispatcher_water", "dispatcher_sub", "water"),
        ("collector_of_yuhu", "collector", "yuhu-unit"),
        ("leader_of_yuhu", "shift_leader", "yuhu"),
        ("second_reviewer", "acceptor", "centre"),
    ):
        cast.users[who] = member(cast, who, post, organization)
