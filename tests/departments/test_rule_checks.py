"""What keeps a rule from being saved, and what a later change breaks: a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from departments.condition_form import read
from departments.rule_checks import Known, by_order, findings
from departments.rules import Party, Rule
from tests.factories import NOW

YUHU, UNIT, WATER, CENTRE = (Party(UUID(int=n), name) for n, name in enumerate("雨所水心", 1))
ROW, OTHER_ROW = UUID(int=91), UUID(int=92)

VALUES = (
    ("classes", "03"), ("classes", "03001"), ("districts", "430302"), ("streets", "430302001"),
    ("cells", "430302001001001"), ("areas", "market"), ("owners", "water"), ("sources", "citizen"),
    ("urgencies", "urgent"), ("near_kind", "park"),
)  # fmt: skip
KNOWN = Known(
    names={value: (value[1], "") for value in VALUES},
    above={
        ("classes", "03001"): (("classes", "03"),),
        ("streets", "430302001"): (("districts", "430302"),),
    },
    targets=frozenset({YUHU.id, WATER.id}),
    above_organization={UNIT.id: frozenset({UNIT.id, YUHU.id})},
    codes=frozenset({"water"}),
    rows=frozenset({ROW}),
)


def made(order: int = 10, to: Party = YUHU, *, unit: Party | None = None, **said: Any) -> Rule:
    more = {name: said.pop(name) for name in list(said) if name in Rule.__dataclass_fields__}
    return Rule(order=order, organization=to, unit=unit, condition=read(said), **more)


WRONG: list[tuple[Rule, list[str]]] = [
    (made(), []),
    (made(classes=["03001"], districts=["430302"], owners=["water"], sources=["citizen"]), []),
    (made(cells=["430302001001001"], areas=["market"], near_kind="park", near_m=50), []),
    (made(unit=UNIT, standard_row=ROW, joint=("water",)), []),
    (made(classes=["99"]), ["class_unknown"]),
    (made(classes=["03", "99"]), ["class_unknown"]),
    (made(districts=["430399"]), ["district_unknown"]),
    (made(streets=["430302099"]), ["street_unknown"]),
    (made(cells=["1"]), ["cell_unknown"]),
    (made(areas=["gone"]), ["area_unknown"]),
    (made(owners=["gas"]), ["owner_unknown"]),
    (made(sources=["pigeon"]), ["source_unknown"]),
    (made(urgencies=["soon"]), ["urgency_unknown"]),
    (made(near_kind="castle", near_m=50), ["kind_unknown"]),
    (made(near_kind="park"), ["near_incomplete"]),
    (made(near_m=50), ["near_incomplete"]),
    (made(from_time="08:00", to_time="08:00"), ["span_empty"]),
    (made(from_time="08:00"), ["span_empty"]),
    (made(days="rest", hours="working"), ["never_true"]),
    (made(placed=False, districts=["430302"]), ["never_true"]),
    (made(to=CENTRE), ["not_a_dispatch_target"]),
    (made(to=WATER, unit=UNIT), ["unit_not_below"]),
    (made(standard_row=OTHER_ROW), ["row_not_in_force"]),
    (made(joint=("gas",)), ["joint_unknown"]),
    (made(unreadable="colour"), ["condition_unreadable"]),
]


@pytest.mark.parametrize(("rule", "codes"), WRONG)
def test_what_is_wrong_with_a_rule_is_named(rule: Rule, codes: list[str]) -> None:
    found = findings([rule], KNOWN)
    assert [finding.code for finding in found] == codes
    assert all(finding.zh and finding.en for finding in found)


LATER = datetime(2027, 1, 1, tzinfo=UTC)

HIDDEN: list[tuple[Rule, Rule, bool]] = [
    (made(), made(20, classes=["03001"]), True),
    (made(classes=["03"]), made(20, classes=["03001"]), True),
    (made(classes=["03001"]), made(20, classes=["03"]), False),
    (made(districts=["430302"]), made(20, streets=["430302001"], days="rest"), True),
    (made(streets=["430302001"]), made(20, districts=["430302"]), False),
    (made(districts=["430302"]), made(20, areas=["market"]), False),  # nobody says where that is
    (made(months=[1, 2, 3]), made(20, months=[2]), True),
    (made(near_kind="park", near_m=100), made(20, near_kind="park", near_m=50), True),
    (made(near_kind="park", near_m=50), made(20, near_kind="park", near_m=100), False),
    (made(from_time="22:00", to_time="06:00"), made(20, from_time="23:00", to_time="05:00"), False),
    (made(valid_to=LATER), made(20), False),  # it is reached when the other is over
    (made(valid_to=LATER), made(20, valid_to=LATER - timedelta(days=1)), True),
    (made(valid_from=NOW), made(20), False),
]


@pytest.mark.parametrize(("earlier", "later", "hidden"), HIDDEN)
def test_a_rule_behind_one_that_always_fits_is_never_reached(
    earlier: Rule, later: Rule, hidden: bool
) -> None:
    found = by_order(findings([earlier, later], KNOWN))
    assert [f.code for f in found.get(20, [])] == (["never_reached"] if hidden else [])
