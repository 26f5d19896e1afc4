"""Rules are a table, and so are their tests."""

from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from departments.models import RoutingRule
from departments.routing import rules_of
from departments.rules import Facts, Party, Past, Rule, suggest
from tests.factories import NOW, OPENED_AT, Cast

YUHU, YUETANG, WATER, UNIT = (Party(UUID(int=n), name) for n, name in enumerate("雨岳水所", 1))

RULES = (
    Rule(order=30, organization=YUETANG, district_code="430304"),
    Rule(order=10, organization=WATER, class_prefix="01001", reason="产权单位"),
    Rule(order=20, organization=YUHU, unit=UNIT, class_prefix="03", street_code="430302001"),
    Rule(order=25, organization=YUHU, district_code="430302"),
)


@pytest.mark.parametrize(
    ("case", "orders"),
    [
        (("01001", "430302", "430302001"), [10, 25]),
        (("03001", "430302", "430302001"), [20, 25]),
        (("03001", "430302", "430302002"), [25]),
        (("01001", "430304", "430304001"), [10, 30]),
        (("03001", "", ""), []),
        (("030", "430399", ""), []),
    ],
)
def test_the_rules_that_fit_come_in_their_order(
    case: tuple[str, str, str], orders: list[int]
) -> None:
    code, district, street = case
    facts = Facts(class_code=code, district_code=district, street_code=street)
    assert [found.rule for found in suggest(facts, RULES)] == orders


def test_a_suggestion_says_why_in_both_languages() -> None:
    facts = Facts(
        class_code="03001",
        class_name="店外经营",
        district_code="430302",
        street_code="430302001",
        street_name="雨湖路街道",
    )
    first, *_ = suggest(facts, RULES)
    assert (first.organization, first.unit) == (YUHU, UNIT)
    assert first.reason_zh == "第 20 条规则：类别“店外经营”属于 03，位于雨湖路街道。"
    assert first.reason_en == "Rule 20: class 03, street 430302001."


def test_a_rule_gives_the_city_s_own_reason() -> None:
    (first,) = suggest(Facts(class_code="01001"), RULES)
    assert first.reason_zh.endswith("产权单位")


def test_one_department_is_suggested_once() -> None:
    twice = (Rule(order=1, organization=YUHU), Rule(order=2, organization=YUHU))
    assert [found.rule for found in suggest(Facts(class_code="03"), twice)] == [1]


def test_where_no_rule_fits_the_owner_of_the_component_is_next() -> None:
    (found,) = suggest(Facts(class_code="01001", owner=WATER), ())
    assert found.organization == WATER
    assert found.rule is None


def test_then_whom_such_cases_went_to_most_often() -> None:
    past = tuple(
        Past(organization=party, times=times, where_zh="雨湖区", where_en="in Yuhu")
        for party, times in ((YUETANG, 2), (YUHU, 17))
    )
    found = suggest(Facts(class_code="03001", past=past), ())
    assert [suggestion.organization for suggestion in found] == [YUHU, YUETANG]
    assert "17 次" in found[0].reason_zh


def test_and_else_a_person_decides() -> None:
    assert suggest(Facts(class_code="03001"), ()) == []


def test_the_rules_of_a_city_are_those_in_force_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def rule(order: int, code: str, **more: object) -> RoutingRule:
        organization = cast.organizations[code]
        fields = {"valid_from": OPENED_AT, **more}
        return RoutingRule(city=cast.city, order=order, organization=organization, **fields)

    RoutingRule.objects.bulk_create(
        [
            rule(2, "yuhu", unit=cast.organizations["yuhu-unit"], class_prefix="03"),
            rule(1, "water", class_prefix="01"),
            rule(3, "yuetang", valid_to=NOW),
        ]
    )
    with django_assert_num_queries(1):
        rules = rules_of(cast.city, NOW)
    assert [(r.order, r.organization.name) for r in rules] == [
        (1, "供水单位"),
        (2, "雨湖区城管执法局"),
    ]
    assert rules[1].unit is not None
