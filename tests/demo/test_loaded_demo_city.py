"""The demo city as it stands in the database, over plain squares."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Count
from django.db.models.functions import ExtractHour
from rest_framework.test import APIClient

from accounts.models import User
from cases.history import breaks
from cases.models import Case, CaseEvent, Origin, Source, Task, TaskKind
from cases.states import State
from cases.summary import summarize
from demo.accounts import ACCOUNTS, DEMO_STREET
from demo.figures import FIGURES_AT, PUBLISHED
from departments.models import Organization, RoutingRule
from facilities.models import Facility, FacilityKind, Place, PlaceKind
from grids.models import City
from standards.models import CaseClass, CaseKind
from tests.demo.conftest import DemoCity


def shares(city: City, column: str) -> dict[str, float]:
    counts = Case.objects.of(city).values_list(column).annotate(n=Count("pk"))
    total = Case.objects.of(city).count()
    return {name: n / total for name, n in counts}


def test_the_figures_add_up_to_the_unit(demo_city: DemoCity) -> None:
    figures = demo_city.scale.figures
    counted = summarize(Case.objects.of(demo_city.city), at=FIGURES_AT)
    assert (counted.accepted, counted.filed) == (figures.accepted, figures.filed)
    assert (counted.due, counted.closed) == (figures.due, figures.closed)
    assert counted.unplaced == 0
    assert Case.objects.of(demo_city.city).count() == figures.rows


def test_the_history_was_bulk_made_and_verifies(demo_city: DemoCity) -> None:
    assert list(breaks(demo_city.city)) == []
    events = CaseEvent.objects.filter(case__city=demo_city.city)
    assert set(events.values_list("origin", flat=True)) == {Origin.GENERATED}


def test_cases_lived_the_whole_table(demo_city: DemoCity) -> None:
    verbs = set(CaseEvent.objects.values_list("verb", flat=True))
    road = "collect accept send_verify verify file dispatch acknowledge assign handle reply"
    assert {*road.split(), "send_check", "check", "rework", "close", "ask_return"} <= verbs
    cases = Case.objects.of(demo_city.city)
    public = cases.filter(source__in=["citizen", "phone", "media"], filed_at__isnull=False)
    assert set(public.values_list("verified", flat=True)) == {True}
    returned = cases.filter(returns__gt=0)
    assert returned.filter(events__verb="grant_return").distinct().count() == returned.count() > 0
    assert cases.filter(reworks=1).count() == CaseEvent.objects.filter(verb="rework").count()


def test_whoever_a_case_waits_for_has_a_task(demo_city: DemoCity) -> None:
    kinds = {State.CHECKING: TaskKind.CHECK, State.VERIFYING: TaskKind.VERIFY}
    on_the_way = Case.objects.of(demo_city.city).filter(state__in=kinds)
    assert Task.objects.open().count() == Task.objects.count() == on_the_way.count() > 0
    for task in Task.objects.select_related("case"):
        assert task.kind == kinds[State(task.case.state)]


def test_a_year_of_what_the_public_gets_is_published(demo_city: DemoCity) -> None:
    months = list(demo_city.city.public_months.all())
    assert len(months) == 12
    assert {one["name"] for one in months[-1].classes} >= {"非法小广告", "车窗抛物", "流浪乞讨"}
    assert any(figure for month in months for row in month.figures for figure in row)


def test_what_is_due_is_judged_at_the_moment_of_the_figures(demo_city: DemoCity) -> None:
    assert demo_city.city.figures_at == FIGURES_AT
    latest = CaseEvent.objects.latest("at")
    assert latest.at < FIGURES_AT


def test_the_published_figures_stand_beside_the_citys_own(demo_city: DemoCity) -> None:
    published = demo_city.city.published or {}
    assert published["accepted"] == PUBLISHED.accepted
    assert published["due_not_closed"] == 4_500


def test_litter_from_cars_was_reported_reviewed_and_partly_refused(demo_city: DemoCity) -> None:
    figures = demo_city.scale.figures
    litter = Case.objects.of(demo_city.city).of_class("06099")
    assert litter.count() == figures.litter_reports
    assert litter.filter(filed_at__isnull=False).count() == figures.litter_valid
    refused = litter.filter(state=State.REFUSED)
    assert refused.count() == figures.litter_refused
    assert not refused.filter(accepted_at__isnull=False).exists()
    assert set(litter.values_list("source", flat=True)) == {Source.CITIZEN}


def test_everything_says_that_it_is_generated(demo_city: DemoCity) -> None:
    city = demo_city.city
    assert city.generated
    assert "审图号" in city.map_notice
    assert not Case.objects.of(city).exclude(origin=Origin.GENERATED).exists()
    assert not CaseEvent.objects.exclude(origin=Origin.GENERATED).exists()
    assert not Facility.objects.of(city).filter(generated=False).exists()
    assert not Organization.objects.filter(city=city, generated=False).exists()


def test_small_ads_are_the_commonest_and_components_a_few_percent(demo_city: DemoCity) -> None:
    by_class = shares(demo_city.city, "case_class__code")
    assert max(by_class, key=by_class.__getitem__) == "07001"
    by_kind = shares(demo_city.city, "case_class__kind")
    assert 0.012 < by_kind[CaseKind.COMPONENT] < 0.04
    assert shares(demo_city.city, "source")[Source.COLLECTOR] > 0.85


def test_the_night_is_light_and_belongs_to_trade_outside_the_shops(demo_city: DemoCity) -> None:
    hour = ExtractHour("reported_at", tzinfo=ZoneInfo("Asia/Shanghai"))
    night = Case.objects.of(demo_city.city).annotate(hour=hour).filter(hour__lt=6)
    assert 0 < night.count() / demo_city.scale.figures.rows < 0.03
    commonest = night.values_list("case_class__name").annotate(n=Count("pk")).order_by("-n")
    assert commonest[0][0] == "店外经营"


def test_numbers_are_given_in_the_order_of_acceptance(demo_city: DemoCity) -> None:
    accepted = Case.objects.of(demo_city.city).filter(accepted_at__isnull=False)
    rows = accepted.order_by("accepted_at", "number").values_list("number", flat=True)
    numbers = [str(number) for number in rows]
    running = [int(number[8:]) for number in numbers]
    assert running == list(range(1, demo_city.scale.figures.accepted + 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_number')")
        assert cursor.fetchone()[0] > demo_city.scale.figures.accepted


def test_cases_went_where_the_routing_rules_send_them(demo_city: DemoCity) -> None:
    cases = Case.objects.of(demo_city.city).filter(organization__isnull=False)
    sanitation = cases.filter(case_class__code="06012", district_code="430302")
    assert set(sanitation.values_list("organization__code", "unit__code")) == {
        ("sanitation", "sanitation-west")
    }
    zone = cases.filter(case_class__code="07001", street_code="430373001")
    assert set(zone.values_list("organization__code", flat=True)) == {"jiuhua"}
    street = cases.filter(case_class__code="07001", street_code=DEMO_STREET)
    assert set(street.values_list("unit__code", flat=True)) == {f"yuhu-{DEMO_STREET}"}


def test_nine_sub_platforms_three_counties_and_those_in_the_trades(demo_city: DemoCity) -> None:
    kinds = Organization.objects.filter(city=demo_city.city).values_list("kind")
    counted = dict(kinds.annotate(n=Count("pk")))
    assert counted["sub_platform"] == 9
    assert counted["county_platform"] == 3
    assert counted["command_centre"] == 1
    assert RoutingRule.objects.filter(rule_set__city=demo_city.city).count() > 60


def test_the_dictionary_says_where_it_comes_from(demo_city: DemoCity) -> None:
    classes = CaseClass.objects.of(demo_city.city, FIGURES_AT)
    dictionary = classes[0].dictionary
    assert "二手" in dictionary.origin
    assert "second-hand" in dictionary.origin
    minor = classes.minor()
    assert minor.filter(kind=CaseKind.COMPONENT).count() == 153
    assert minor.filter(kind=CaseKind.EVENT).count() == 97 + 2
    assert minor.coded("06099").name == "车窗抛物"


def test_facilities_of_every_kind_are_there_and_counted(demo_city: DemoCity) -> None:
    facilities = Facility.objects.of(demo_city.city)
    assert facilities.count() == demo_city.scale.facilities
    kinds = dict(facilities.values_list("kind").annotate(n=Count("pk")))
    assert set(kinds) == set(FacilityKind) - {FacilityKind.LIBRARY}
    component = facilities.of_kind(FacilityKind.COMPONENT).select_related("component_class")[0]
    assert len(component.code) == 17
    assert component.component_class is not None
    assert component.code[6:11] == component.component_class.code
    assert component.owner is not None
    parks = facilities.of_kind(FacilityKind.PARK)
    assert {park.geom.geom_type for park in parks} == {"Polygon"}


def test_the_gazetteer_knows_the_storys_square_and_crossing(demo_city: DemoCity) -> None:
    places = Place.objects.filter(city=demo_city.city)
    assert places.filter(kind=PlaceKind.CROSSING, name="建鑫广场路口").count() == 1
    assert places.filter(kind=PlaceKind.FACILITY, name="建鑫广场").count() == 1


def test_the_demo_collector_has_reports_of_their_own(demo_city: DemoCity) -> None:
    own = Case.objects.of(demo_city.city).filter(reporter_account__username="collector")
    assert own.filter(story__isnull=True).exists()
    assert set(own.values_list("street_code", flat=True)) == {DEMO_STREET}


def test_no_person_is_invented(demo_city: DemoCity) -> None:
    assert set(User.objects.values_list("display_name", flat=True)) == {
        account.display_name for account in ACCOUNTS
    }
    assert all(account.display_name.startswith("演示") for account in ACCOUNTS)
    assert not Case.objects.of(demo_city.city).filter(reporter__isnull=False).exists()


@pytest.mark.parametrize("username", ["dispatcher_yuhu", "handler"])
def test_a_sub_platform_sees_its_own_cases_and_the_stories(
    demo_city: DemoCity, username: str
) -> None:
    client = APIClient()
    client.force_login(User.objects.get(username=username))
    found = client.get("/api/v1/summary", {"city": "xiangtan"}).json()
    assert 0 < found["accepted"] < demo_city.scale.figures.accepted / 2
