"""Rules learnt from what was dispatched: readable, dated, and a draft until a leader says so."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bench.rule_figures.accuracy import accuracy
from cases.models import Case
from cases.routing.learning import Period, learn_rules
from cases.routing.trying import Supposed, suppose
from departments.actors import actor_of
from departments.models import Organization, RoutingArea, RoutingRule, RuleSet
from departments.rule_refusals import RulesNotYours
from gis_core.actor import Actor
from gis_core.datum import Datum
from grids.models import City
from grids.snap import stored_point
from importers.areas import build_network
from importers.load import load_cases
from importers.mapping import read_mapping
from importers.network import store_network
from tests.factories import Cast
from tests.importers.source import Silent

END = datetime(2026, 5, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
OPERATOR = Actor(user_id=None, is_operator=True)
YEAR = Period(start=END - timedelta(days=365), end=END)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A city whose two units share it along a line that no district, street or cell knows.

    What comes by phone without a place goes to the water company, and ads go to one unit.
    """
    rng = random.Random(5)
    cells = list(cast.cells.values())
    rows = []
    for n in range(600):
        cell, lon = rng.choice(cells), 112.9 + 0.004 * rng.random()
        lat = 27.83 + 0.002 * rng.random()
        who = "yuhu" if lon < 112.9014 else "yuetang"
        row = a_case(cast, n, "03001", who, rng)
        row.geom = stored_point(lon, lat)
        row.cell = cell
        rows.append(row)
    for n in range(600, 700):
        row = a_case(cast, n, "03001", "water", rng)
        row.place_known, row.source = False, "phone"
        rows.append(row)
    for n in range(700, 760):
        row = a_case(cast, n, "03002", "yuhu", rng)
        row.geom, row.cell = stored_point(112.9035, 27.8305), cells[-1]
        rows.append(row)
    Case.objects.bulk_create(rows)
    return cast


def a_case(cast: Cast, n: int, class_code: str, who: str, rng: random.Random) -> Case:
    at = END - timedelta(days=rng.uniform(0, 120))
    return Case(
        city=cast.city,
        number=str(n),
        state="dispatched",
        case_class=cast.classes[class_code],
        source="collector",
        datum=Datum.WGS84,
        organization=cast.organizations[who],
        reported_at=at,
        received_at=at,
        fingerprint="0" * 64,
    )


def whom(cast: Cast, rule_set: RuleSet, class_code: str, lon: float | None) -> list[str]:
    lat = None if lon is None else 27.8312
    supposed = Supposed(class_code=class_code, lon=lon, lat=lat, reported_at=END)
    at = timezone.now()
    advice = suppose(cast.city, supposed, actor=OPERATOR, at=at, rule_set_id=rule_set.pk)
    return [s.organization.name for s in advice.suggestions if s.rule is not None]


def test_rules_are_learnt_as_a_draft_that_a_dispatcher_can_read(busy: Cast) -> None:
    made = learn_rules(city=busy.city, period=YEAR, actor=OPERATOR, at=timezone.now())
    assert (made.origin, made.valid_from) == ("learnt", None)
    assert made.evidence is not None
    assert made.evidence["cases"] == 760
    assert 3 <= made.rules.count() <= 12
    assert whom(busy, made, "03001", 112.9007)[0] == "雨湖区城管执法局"
    assert whom(busy, made, "03001", 112.9033)[0] == "岳塘区城管执法局"
    assert whom(busy, made, "03001", None)[0] == "供水单位"
    assert whom(busy, made, "03002", 112.9033)[0] == "雨湖区城管执法局"
    ads = made.rules.get(condition__classes=["03002"])
    assert ads.evidence is not None
    assert (ads.evidence["times"], ads.evidence["hits"]) == (ads.evidence["times"],) * 2
    area = RoutingArea.objects.of(busy.city).first()
    assert area is not None
    assert area.origin == "learnt"
    assert area.geom.valid


def test_no_more_rules_are_learnt_than_somebody_will_read(busy: Cast) -> None:
    made = learn_rules(city=busy.city, period=YEAR, actor=OPERATOR, at=timezone.now(), at_most=3)
    assert made.rules.count() <= 3
    assert made.rules.filter(condition__classes=["03002"]).exists()


def test_only_whoever_may_edit_rules_learns_some(busy: Cast) -> None:
    leader = actor_of(busy.users["leader"], timezone.now())
    with pytest.raises(RulesNotYours):
        learn_rules(city=busy.city, period=YEAR, actor=leader, at=timezone.now())
    assert not RoutingRule.objects.exists()
    assert not RoutingArea.objects.exists()


def test_the_command_tells_what_it_learnt(busy: Cast) -> None:
    out = StringIO()
    call_command("learn_rules", "xiangtan", "--from=2025-05-01", "--to=2026-04-30", stdout=out)
    assert "760  件 cases learnt from" in out.getvalue()
    with pytest.raises(CommandError, match="nothing_to_learn"):
        call_command("learn_rules", "xiangtan", "--from=2019-01-01", "--to=2019-01-31")


@pytest.mark.real_data
@pytest.mark.django_db
def test_boston_s_last_quarter_is_foretold_by_rules_of_the_first_three(real_data: Path) -> None:
    """82 / 92.3 % over all rows and 83 / 93.3 % where the place is known, by 400 rules at most."""
    files, mapping = real_data / "boston", read_mapping("boston")
    store_network(mapping, build_network(mapping, files, {}))
    load_cases(mapping, files / mapping.cases.file, at=timezone.now(), watcher=Silent())
    call_command("learn_rules", "boston", "--from=2015-01-01", "--to=2015-09-30")
    made = RuleSet.objects.get()
    assert made.rules.count() <= 400
    assert Organization.objects.filter(city=made.city).count() == 167
    found = accuracy(City.named("boston"), made)
    assert found.first >= 82.0
    assert found.first_three >= 92.3
    assert found.placed_first >= 83.0
    assert found.placed_first_three >= 93.3
