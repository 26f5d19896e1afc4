"""The five stories are concrete cases, and every demo account can open them."""

from __future__ import annotations

from datetime import datetime

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from cases.models import Case
from cases.states import State
from demo.accounts import ACCOUNTS
from demo.figures import ZONE
from tests.demo.conftest import DemoCity

ADDRESS = "/api/v1/stories"
CITY = {"city": "xiangtan"}


def client_of(username: str) -> APIClient:
    client = APIClient()
    client.force_login(User.objects.get(username=username))
    return client


def story(number: int) -> Case:
    return Case.objects.get(story=number)


def local(at: datetime | None) -> str:
    assert at is not None
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def dispatched_to(case: Case) -> str:
    return str(case.organization)


@pytest.mark.parametrize("account", [account.username for account in ACCOUNTS])
def test_every_demo_account_can_open_every_story(demo_city: DemoCity, account: str) -> None:
    client = client_of(account)
    told = client.get(ADDRESS, CITY).json()
    assert [story["number"] for story in told] == [1, 2, 3, 4, 5]
    for story in told:
        answer = client.get(f"/api/v1/cases/{story['case_id']}")
        assert answer.status_code == 200
        assert answer.json()["origin"] == "generated"
        assert story["generated"] is True


def test_somebody_without_a_post_hears_the_words_but_opens_nothing(demo_city: DemoCity) -> None:
    stranger = User.objects.create(username="stranger", password="!")
    client = APIClient()
    client.force_login(stranger)
    told = client.get(ADDRESS, CITY).json()
    assert len(told) == 5
    assert {story["case_id"] for story in told} == {None}


def test_who_is_not_signed_in_hears_nothing(demo_city: DemoCity) -> None:
    assert APIClient().get(ADDRESS, CITY).status_code == 401


def test_a_real_city_has_no_stories(demo_city: DemoCity, boston: object) -> None:
    assert client_of("administrator").get(ADDRESS, {"city": "boston"}).json() == []


ROAD = "collect accept file dispatch acknowledge assign handle reply send_check check close"
LIVES = {
    1: ROAD,
    2: ROAD,
    3: ROAD.replace("close", "settle"),
    4: ROAD.replace("file", "send_verify verify file")
    .replace("dispatch", "dispatch supervise")
    .replace("close", "call_back close"),
    5: ROAD.replace("file", "send_verify verify file"),
}


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_storys_life_is_whole(demo_city: DemoCity, number: int) -> None:
    case = story(number)
    assert " ".join(event.verb for event in case.events.all()) == LIVES[number]
    assert case.state == (State.SETTLED if number == 3 else State.CLOSED)
    assert case.number is not None
    assert case.closed_at is not None
    assert case.due_at is not None
    assert case.closed_at <= case.due_at
    assert "生成" in case.place_text or "演示" in case.place_text or number in (2, 5)


def test_two_in_the_morning_in_lanxia_road(demo_city: DemoCity) -> None:
    case = story(1)
    assert local(case.reported_at) == "2022-04-05 02:00"  # 清明节
    assert (case.case_class.name, case.road) == ("店外经营", "岚霞路")
    assert case.district_code == "430304"


def test_oil_on_the_crossing_at_jianxin_square(demo_city: DemoCity) -> None:
    case = story(2)
    assert local(case.reported_at) == "2022-04-05 06:35"
    assert case.case_class.name == "道路不洁"
    assert "油渍" in case.problem_text
    assert "建鑫广场" in case.place_text
    assert dispatched_to(case) == "环卫子平台（演示假定）"


def test_the_number_on_the_wall_is_kept_masked_only(demo_city: DemoCity) -> None:
    case = story(3)
    assert local(case.reported_at).startswith("2021-07-09")
    assert local(case.closed_at).startswith("2021-07-14")
    assert "186****2148" in case.problem_text
    assert dispatched_to(case) == "雨湖区城管执法局"
    assert "销案" in case.events.get(verb="settle").note
    words = case.problem_text + "".join(case.events.values_list("note", flat=True))
    assert not any(len(digits) >= 8 for digits in words.split("*") if digits.isdigit())


def test_the_assessment_section_inspects_the_car_park(demo_city: DemoCity) -> None:
    case = story(4)
    assert local(case.reported_at).startswith("2021-05")
    assert case.source == "media"
    assert case.road == "潭城路"
    assert case.district_code == "430302"
    check = case.events.get(verb="check")
    assert (str(check.organization), check.post) == ("考核科", "assessor")


def test_litter_from_cars_tells_the_published_numbers_and_what_is_loaded(
    demo_city: DemoCity,
) -> None:
    told = client_of("leader").get(ADDRESS, CITY).json()[4]
    figures = demo_city.scale.figures
    assert told["figures"] == {"reports": 5_630, "valid": 3_900}
    assert told["loaded"] == {"reports": figures.litter_reports, "valid": figures.litter_valid}
    assert "5630" in told["text_zh"]
    assert str(figures.litter_reports) in told["note_zh"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_storys_pictures_say_that_they_are_drawn(demo_city: DemoCity, number: int) -> None:
    case = story(number)
    photos = list(case.photos.all())
    assert {photo.role for photo in photos} == {"near", "after"}
    client = client_of("collector")
    for photo in photos:
        assert photo.stored_at is not None
        answer = client.get(f"/api/v1/cases/{case.pk}/photos/{photo.sha256}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/jpeg"
