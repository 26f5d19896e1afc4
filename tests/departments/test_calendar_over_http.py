"""The calendar as people read and change it."""

from datetime import date

from cases.clocks.upkeep import keep_up
from grids.models import City as CityRow
from standards.calendars import calendar_of
from standards.models import CalendarDay, WorkingHours
from standards.seeding import seed_years
from tests.clocks.conftest import City, at, town, wall
from tests.factories import Cast

__all__ = ["town", "wall"]

YEAR = "/api/v1/calendar?city=xiangtan&year=2026"
DAY = "/api/v1/calendar/2026-10-09?city=xiangtan"


def test_everybody_reads_the_hours_and_the_special_days_of_a_year(cast: Cast) -> None:
    seed_years(cast.city, [2026])
    WorkingHours.objects.create(
        calendar=cast.city.calendar, name="环卫", spans=["05:00-11:00"], every_day=True
    )
    said = cast.client("handler").get(YEAR).json()
    assert (said["year"], said["published"], said["may_edit"]) == (2026, True, False)
    assert said["spans"] == ["08:00-12:00", "14:00-18:00"]
    assert said["patterns"][0]["name"] == "环卫"
    assert len(said["days"]) == 39
    assert {"date": "2026-02-14", "working": True, "name": "春节调休", "provisional": False,
            "source": "package"} in said["days"]  # fmt: skip
    other = cast.client("handler").get(f"{YEAR[:-4]}2029").json()
    assert (other["published"], other["days"]) == (False, [])


def test_an_administrator_declares_a_holiday_and_takes_it_back(cast: Cast) -> None:
    seed_years(cast.city, [2026])
    administrator = cast.client("administrator")
    assert administrator.get(YEAR).json()["may_edit"] is True
    said = administrator.put(DAY, {"working": False, "name": "市庆"}, "json").json()
    assert said == {"date": "2026-10-09", "working": False, "name": "市庆", "provisional": False,
                    "source": "hand"}  # fmt: skip
    fresh = CityRow.objects.select_related("calendar").get(pk=cast.city.pk)
    assert not calendar_of(fresh).usual.works_on(date(2026, 10, 9))
    assert administrator.delete(DAY).status_code == 204
    assert administrator.delete(DAY).json()["code"] == "calendar_day_unknown"
    assert not CalendarDay.objects.filter(date="2026-10-09").exists()


def test_nobody_else_changes_the_calendar(cast: Cast) -> None:
    for who in ("leader", "shift_leader", "dispatcher_sub"):
        answer = cast.client(who).put(DAY, {"working": False, "name": ""}, "json")
        assert (answer.status_code, answer.json()["code"]) == (403, "calendar_not_yours")


def test_a_day_that_is_none_is_refused(cast: Cast) -> None:
    bad = cast.client("administrator").put(DAY.replace("10-09", "13-09"), {"working": True}, "json")
    assert (bad.status_code, bad.json()["code"]) == (400, "bad_parameter")
    silent = cast.client("administrator").put(DAY, {"name": "?"}, "json")
    assert silent.status_code == 400


def test_open_cases_follow_the_calendar_that_was_changed(town: City) -> None:
    story = town.story("05-06 16:00", until="handle")
    answer = town.cast.client("administrator").put(
        "/api/v1/calendar/2026-05-07?city=xiangtan", {"working": False, "name": "放假"}, "json"
    )
    assert answer.status_code == 200
    keep_up(town.cast.city, at=at("05-06 16:01"))
    assert town.clock(story.id, "handle").due_at == at("05-08 16:00")


def test_the_rows_of_a_class_say_their_limits_in_words(town: City) -> None:
    client = town.cast.client("collector")
    rows = client.get("/api/v1/classes/03001/rows?city=xiangtan").json()
    assert [(row["order"], row["limit"]["words"]) for row in rows] == [
        (1, "1 工作日"),
        (2, "2 紧急工作时"),
    ]
    staged = client.get("/api/v1/classes/01001/rows?city=xiangtan").json()[0]
    assert [stage["name"] for stage in staged["stages"]] == ["控制", "修复", "恢复"]
    assert client.get("/api/v1/classes/99999/rows?city=xiangtan").json() == []
