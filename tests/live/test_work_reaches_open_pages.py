"""A new task, a change of state and an alarm reach the open page of whom they concern in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from threading import Event
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.alarms import tell_alarms
from cases.models import Case, Task
from cases.stages.check import send_check
from cases.stages.step import Step
from departments.actors import actor_of
from departments.models import Membership
from tests.factories import Cast
from tests.house.situations import case_in
from tests.live.listening import Listener, cookie_of, in_thread, listening, process, run
from tests.reports import lead, put_report, use

WITHIN_S = 2.0


def send_somebody(cast: Cast, case_id: UUID) -> None:
    step = Step(
        case_id=case_id, actor=actor_of(cast.users["acceptor"], timezone.now()), at=timezone.now()
    )
    send_check(step=step)


def of_topic(page: Listener, topic: str) -> list[dict[str, Any]]:
    return [news for news in page.parsed() if news["event"] == topic]


async def first_of(page: Listener, topic: str) -> dict[str, Any]:
    await page.until(lambda me: of_topic(me, topic))
    return of_topic(page, topic)[0]


def test_a_task_reaches_the_collector_in_time_and_not_the_department(city: Cast) -> None:
    case_id = case_in(city, "replied", reporter={"name": "", "phone": ""})
    Case.objects.filter(pk=case_id).update(reporter_account=city.users["checker"])
    collector, department = cookie_of(city, "collector"), cookie_of(city, "dispatcher_sub")

    async def story() -> None:
        async with (
            process() as events,
            listening(events, cookie=collector) as page,
            listening(events, cookie=department) as other,
        ):
            await page.open()
            await other.open()
            began = monotonic()
            await in_thread(send_somebody, city, case_id)
            news = await first_of(page, "task")
            assert monotonic() - began < WITHIN_S
            assert (news["kind"], news["case"]) == ("check", str(case_id))
            assert (await first_of(other, "case"))["state"] == "checking"
            assert of_topic(other, "task") == []

    run(story())


def test_a_change_of_state_reaches_the_unit_in_time(city: Cast) -> None:
    case_id = put_report(city)
    lead(city, case_id, until="acknowledge")
    cookie = cookie_of(city, "handler")

    def assign() -> None:
        assert (
            use(city, case_id, "dispatcher_sub", "assign", {"unit": "yuhu-unit"}).status_code == 200
        )

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            began = monotonic()
            await in_thread(assign)
            news = await first_of(page, "case")
            assert monotonic() - began < WITHIN_S
            assert (news["id"], news["state"]) == (str(case_id), "assigned")

    run(story())


def test_an_alarm_reaches_the_department_in_time_and_not_another(city: Cast) -> None:
    case_id = case_in(city, "handling")
    now = timezone.now()
    past = {"amber_at": now - timedelta(hours=2), "due_at": now - timedelta(hours=1)}
    Case.objects.filter(pk=case_id).update(**past)
    unit, collector = cookie_of(city, "handler"), cookie_of(city, "collector")

    async def story() -> None:
        async with (
            process() as events,
            listening(events, cookie=unit) as page,
            listening(events, cookie=collector) as other,
        ):
            await page.open()
            await other.open()
            began = monotonic()
            await in_thread(lambda: tell_alarms(city.city, at=timezone.now()))
            news = await first_of(page, "alarm")
            assert monotonic() - began < WITHIN_S
            assert (news["id"], news["colour"]) == (str(case_id), "red")
            assert of_topic(other, "alarm") == []

    run(story())


def test_a_task_whose_transaction_commits_last_still_arrives(city: Cast) -> None:
    slow, quick = case_in(city, "replied"), case_in(city, "replied")
    Case.objects.filter(pk__in=[slow, quick]).update(reporter_account=city.users["checker"])
    cookie, may_commit, has_written = cookie_of(city, "collector"), Event(), Event()

    def slow_writer() -> None:
        with transaction.atomic():
            send_somebody(city, slow)
            has_written.set()
            may_commit.wait(10)

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            writing = asyncio.create_task(in_thread(slow_writer))
            await asyncio.to_thread(has_written.wait, 10)
            await in_thread(send_somebody, city, quick)
            assert (await first_of(page, "task"))["case"] == str(quick)
            may_commit.set()
            await writing
            await page.until(lambda me: len(of_topic(me, "task")) == 2)
            assert of_topic(page, "task")[1]["case"] == str(slow)

    run(story())


def test_a_task_of_a_post_that_was_taken_away_does_not_arrive(city: Cast) -> None:
    case_id = case_in(city, "replied")
    Case.objects.filter(pk=case_id).update(reporter_account=city.users["checker"])
    cookie = cookie_of(city, "collector")
    posts = Membership.objects.filter(user=city.users["collector"])

    def taken_away() -> None:
        with transaction.atomic():
            send_somebody(city, case_id)
            posts.update(valid_to=timezone.now())

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            await in_thread(taken_away)
            await asyncio.sleep(1)
            assert of_topic(page, "task") == []

    try:
        run(story())
    finally:
        posts.update(valid_to=None)


def test_a_page_that_was_cut_off_hears_of_its_task_by_the_number(city: Cast) -> None:
    first, second = case_in(city, "replied"), case_in(city, "replied")
    Case.objects.filter(pk__in=[first, second]).update(reporter_account=city.users["checker"])
    cookie = cookie_of(city, "collector")

    async def story() -> None:
        async with process() as events:
            async with listening(events, cookie=cookie) as page:
                await page.open()
                await in_thread(send_somebody, city, first)
                heard = await first_of(page, "task")
            await in_thread(send_somebody, city, second)
            last = {"last_event_id": str(heard["seq"])}
            async with listening(events, cookie=cookie, **last) as page:
                assert (await first_of(page, "task"))["case"] == str(second)
        assert await in_thread(Task.objects.open().count) >= 2

    run(story())
