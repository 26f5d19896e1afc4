"""The table of transitions, read as a city would read it."""

import pytest

from cases.disclosure import Right
from cases.guards import POST_VERB
from cases.states import DONE, ENDED, State, StateGroup
from cases.transitions import TRANSITIONS, target, verbs_from
from cases.verbs import BULK_ONLY, Verb
from cases.words import named
from departments.duty_editing import EDIT_DUTY
from departments.posts import BUNDLES
from departments.rule_editing import EDIT_RULES
from departments.rule_enforcing import ENFORCE_RULES
from grids.drafts.rights import EDIT_NETWORK, PUBLISH_NETWORK
from standards.editing import EDIT_CALENDAR


def test_the_main_road_leads_from_the_street_to_closing() -> None:
    state: State | None = None
    road = "collect accept file dispatch acknowledge assign handle reply send_check check close"
    for verb in road.split():
        state = target(state, Verb(verb))
    assert state is State.CLOSED


def test_a_verb_leads_from_a_state_to_one_state_only() -> None:
    edges = [(t.state, t.verb) for t in TRANSITIONS]
    assert len(edges) == len(set(edges))


@pytest.mark.parametrize("state", sorted(ENDED - DONE - {State.MERGED}))
def test_what_is_ended_without_being_closed_stays_so(state: State) -> None:
    assert verbs_from(state) == ()


def test_a_closed_case_can_only_be_appealed_against_or_reopened() -> None:
    ways_on = {"reopen", "appeal", "review_first", "review_second"}
    assert {*verbs_from(State.CLOSED), *verbs_from(State.SETTLED)} == ways_on


@pytest.mark.parametrize("state", sorted(set(State) - ENDED))
def test_a_case_that_is_not_ended_can_go_on(state: State) -> None:
    assert verbs_from(state)


def test_every_state_is_reached_from_the_street() -> None:
    reached: set[State | None] = {None}
    for _ in TRANSITIONS:
        reached |= {t.target for t in TRANSITIONS if t.state in reached}
    assert reached == {None, *State}


def test_every_case_is_open_closed_or_refused() -> None:
    groups = [state for group in StateGroup for state in group.states]
    assert sorted(groups) == sorted(State)


def test_every_state_and_verb_has_its_chinese_name() -> None:
    for term in (*State, *Verb):
        assert named(term).zh
        assert named(term).spoken("en") == named(term).en


def test_some_post_holds_every_verb_that_is_a_button() -> None:
    rights = {str(right) for right in Right} | {
        *(EDIT_CALENDAR, EDIT_DUTY),
        *(EDIT_NETWORK, PUBLISH_NETWORK),
        *(EDIT_RULES, ENFORCE_RULES),
    }
    held = {verb for bundle in BUNDLES for verb in bundle.verbs} - rights
    # The other outcome of a decision needs no verb of its own: whoever may say yes may say no.
    assert held == {str(v) for v in Verb} - BULK_ONLY - set(POST_VERB) | {"collect"}
