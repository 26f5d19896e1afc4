"""One level of supervision, as a table: who may use which verb on a case of 雨湖区."""

from uuid import UUID

import pytest

from cases.guards import CaseFacts, refusal
from cases.states import State
from cases.verbs import Verb
from gis_core.actor import Actor, Role, Scope

CITY, ELSEWHERE = UUID(int=1), UUID(int=2)
CENTRE, YUHU, YUHU_UNIT, YUETANG = (UUID(int=10 + i) for i in range(4))
BELOW = {CENTRE: {CENTRE, YUHU, YUHU_UNIT, YUETANG}, YUHU: {YUHU, YUHU_UNIT}}
ABOVE = {YUHU: {YUHU, CENTRE}, YUHU_UNIT: {YUHU_UNIT, YUHU, CENTRE}, YUETANG: {YUETANG, CENTRE}}
STATE_BEFORE = {
    Verb.ACCEPT: State.REPORTED,
    Verb.FILE: State.ACCEPTED,
    Verb.DISPATCH: State.FILED,
    Verb.ACKNOWLEDGE: State.DISPATCHED,
    Verb.HANDLE: State.ASSIGNED,
    Verb.REPLY: State.HANDLING,
    Verb.CHECK: State.CHECKING,
    Verb.REWORK: State.CHECKING,
    Verb.CLOSE: State.CHECKED,
}


def role(organization: UUID, *verbs: Verb, city: UUID = CITY, areas: tuple[str, ...] = ()) -> Role:
    return Role(
        membership_id=UUID(int=99),
        city_id=city,
        post="post",
        verbs=frozenset(map(str, verbs)),
        scope=Scope.CITY,
        organization_id=organization,
        organization_ids=frozenset(BELOW.get(organization, {organization})),
        branch_ids=frozenset(ABOVE.get(organization, {organization})),
        area_codes=frozenset(areas),
    )


def case(verb: Verb, unit: UUID | None = YUHU_UNIT) -> CaseFacts:
    return CaseFacts(
        state=STATE_BEFORE[verb],
        city_id=CITY,
        organization_id=YUHU,
        unit_id=unit,
        area_codes=frozenset({"430302", "430302001"}),
    )


def answer(verb: Verb, *roles: Role, unit: UUID | None = YUHU_UNIT) -> str | None:
    actor = Actor(user_id=UUID(int=50), roles=roles)
    refused = refusal(verb, case(verb, unit), actor)
    return refused.code if refused else None


@pytest.mark.parametrize("verb", STATE_BEFORE)
def test_nobody_without_a_post_may_do_anything(verb: Verb) -> None:
    assert answer(verb) == "verb_not_allowed"


@pytest.mark.parametrize("verb", [Verb.CHECK, Verb.REWORK, Verb.CLOSE])
@pytest.mark.parametrize(
    ("where", "refused"),
    [(CENTRE, None), (YUETANG, None), (YUHU, "own_work"), (YUHU_UNIT, "own_work")],
)
def test_the_branch_that_handles_a_case_never_judges_it(
    verb: Verb, where: UUID, refused: str | None
) -> None:
    assert answer(verb, role(where, Verb.CHECK, Verb.CLOSE)) == refused


def test_a_second_post_elsewhere_does_not_wash_off_the_first() -> None:
    judge, worker = role(CENTRE, Verb.CHECK), role(YUHU_UNIT, Verb.HANDLE)
    assert answer(Verb.CHECK, judge, worker) == "own_work"


@pytest.mark.parametrize(
    ("where", "unit", "refused"),
    [
        (YUHU_UNIT, YUHU_UNIT, None),
        (YUHU, YUHU_UNIT, None),
        (YUHU, None, None),
        (YUHU_UNIT, None, "not_your_case"),
        (YUETANG, YUHU_UNIT, "not_your_case"),
        (YUETANG, None, "not_your_case"),
    ],
)
def test_only_the_department_it_was_dispatched_to_handles_it(
    where: UUID, unit: UUID | None, refused: str | None
) -> None:
    assert answer(Verb.HANDLE, role(where, Verb.HANDLE), unit=unit) == refused


def test_a_post_in_another_city_or_area_does_not_count() -> None:
    assert answer(Verb.FILE, role(CENTRE, Verb.FILE, city=ELSEWHERE)) == "verb_not_allowed"
    assert answer(Verb.FILE, role(CENTRE, Verb.FILE, areas=("430304",))) == "verb_not_allowed"
    assert answer(Verb.FILE, role(CENTRE, Verb.FILE, areas=("430302001",))) is None


def test_the_state_is_asked_before_the_right() -> None:
    facts = case(Verb.CLOSE)
    refused = refusal(Verb.FILE, facts, Actor(user_id=UUID(int=50)))
    assert refused is not None
    assert refused.detail("zh-hans") == "案件现在是“待结案”，不能进行“立案”。"
    assert refused.detail("en") == "The case is now “checked”; “file” is not possible."
