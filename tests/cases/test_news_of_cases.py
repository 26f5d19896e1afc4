"""A new task, a change and an alarm reach those whom they concern: open pages and phones."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cases.alarms import tell_alarms
from cases.models import Case, Task
from cases.phones import push_alarm, push_task
from cases.stages.check import send_check
from cases.stages.step import Step
from cases.topics import alarms_heard, tasks_offered
from departments.actors import actor_of
from live.models import OutboxEvent, PushSubscription
from tests.factories import Cast, member
from tests.house.situations import case_in
from tests.reports import lead, put_report, use

AT = timezone.now()
HOUR = timedelta(hours=1)


def hears_task(cast: Cast, who: str, task: Task) -> bool:
    return task.pk in tasks_offered(actor_of(cast.users[who], AT), {task.pk})


def jobs(name: str) -> list[dict[str, Any]]:
    rows = ProcrastinateJob.objects.filter(task_name=name).order_by("id")
    return [row.args for row in rows]


def outbox(topic: str) -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(topic=topic).order_by("created_at"))


def test_a_task_for_anybody_of_the_area_is_told_to_them_and_to_nobody_else(cast: Cast) -> None:
    cast.users["far"] = member(cast, "far", "collector", "centre", area_codes=["430304"])
    case_id = case_in(cast, "checking")
    task = Task.objects.get(case=case_id)
    assert [event.subject_id for event in outbox("task")] == [task.pk]
    assert outbox("task")[0].data == {"case": str(case_id), "kind": "check", "due_at": due(task)}
    heard = [who for who in cast.users if hears_task(cast, who, task)]
    assert heard == ["collector"]  # the second collector found it, another one is far away


def due(task: Task) -> str | None:
    return task.due_at.isoformat() if task.due_at else None


def test_a_task_for_one_collector_is_told_to_that_one(cast: Cast) -> None:
    case_id = case_in(cast, "replied")
    sent = {"collector": str(cast.users["checker"].pk)}
    assert use(cast, case_id, "acceptor", "send_check", sent).status_code == 200
    task = Task.objects.get(case=case_id)
    assert [who for who in cast.users if hears_task(cast, who, task)] == ["checker"]


def test_a_task_that_is_done_is_no_news_any_more(cast: Cast) -> None:
    case_id = case_in(cast, "checking")
    task = Task.objects.get(case=case_id)
    assert use(cast, case_id, "collector", "check", {}).status_code == 200
    assert not any(hears_task(cast, who, task) for who in cast.users)


def test_a_co_handlers_part_is_told_to_the_co_handler(cast: Cast) -> None:
    task = Task.objects.get(case=case_in(cast, "joint"))
    assert [who for who in cast.users if hears_task(cast, who, task)] == ["dispatcher_sub"]


def timed(case_id: UUID, amber_at: Any, due_at: Any) -> None:
    Case.objects.filter(pk=case_id).update(amber_at=amber_at, due_at=due_at)


def test_amber_and_red_are_told_once_each_however_often_the_job_runs(cast: Cast) -> None:
    case_id = case_in(cast, "handling")
    timed(case_id, AT + HOUR, AT + 2 * HOUR)
    told = [tell_alarms(cast.city, at=AT + n * HOUR / 2) for n in range(8)]
    assert told == [0, 0, 0, 1, 0, 1, 0, 0]
    assert [event.data["colour"] for event in outbox("alarm")] == ["amber", "red"]
    assert [job["colour"] for job in jobs("push_alarm")] == ["amber", "red"]


def test_a_job_that_comes_late_tells_red_at_once(cast: Cast) -> None:
    timed(case_in(cast, "handling"), AT - 2 * HOUR, AT - HOUR)
    assert tell_alarms(cast.city, at=AT) == 1
    assert [event.data["colour"] for event in outbox("alarm")] == ["red"]


def test_more_time_takes_the_alarm_back_and_it_can_ring_again(cast: Cast) -> None:
    case_id = case_in(cast, "handling")
    timed(case_id, AT - 2 * HOUR, AT - HOUR)
    tell_alarms(cast.city, at=AT)
    timed(case_id, AT + HOUR, AT + 2 * HOUR)
    assert tell_alarms(cast.city, at=AT) == 0
    assert Case.objects.get(pk=case_id).alarm == ""
    assert tell_alarms(cast.city, at=AT + 3 * HOUR) == 1


def test_an_alarm_is_for_the_branch_that_handles_and_for_those_who_press_it(cast: Cast) -> None:
    cast.users["dispatcher_yuetang"] = member(
        cast, "dispatcher_yuetang", "dispatcher_sub", "yuetang"
    )
    case_id = case_in(cast, "handling")
    heard = {who for who, user in cast.users.items() if alarms_heard(actor_of(user, AT), {case_id})}
    assert heard == {"dispatcher_sub", "handler", "shift_leader", "dispatcher_city", "leader"}


def subscribe(cast: Cast, *who: str) -> None:
    for name in who:
        answer = cast.client(name).put(
            "/api/v1/push/subscriptions", {"endpoint": f"device-of-{name}"}, "json"
        )
        assert answer.status_code == 201


@pytest.fixture
def rung(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.INFO, "live.push")
    return lambda: [r.getMessage() for r in caplog.records if r.name == "live.push"]


def test_a_task_rings_on_the_phones_of_those_whom_it_is_for(cast: Cast, rung: Any) -> None:
    subscribe(cast, "collector", "checker", "acceptor", "handler")
    case_in(cast, "checking")
    (job,) = jobs("push_task")
    push_task(**job)
    (line,) = rung()
    assert line.startswith(f"push task {job['task_id']} to device ")


def test_the_log_holds_nothing_of_anybody(cast: Cast, rung: Any) -> None:
    subscribe(cast, "collector")
    case_in(cast, "checking", reporter={"name": "张某某", "phone": "13812345678"})
    push_task(**jobs("push_task")[0])
    (line,) = rung()
    words = ("device-of-collector", "collector", "张某某", "13812345678", "岚霞路")
    assert not any(word in line for word in words)


def test_a_right_that_was_withdrawn_before_the_job_ran_rings_no_more(cast: Cast, rung: Any) -> None:
    subscribe(cast, "collector")
    case_in(cast, "checking")
    cast.users["collector"].memberships.update(valid_to=AT)
    push_task(**jobs("push_task")[0])
    assert rung() == []


def test_an_alarm_rings_at_the_department_that_handles_the_case(cast: Cast, rung: Any) -> None:
    subscribe(cast, "handler", "dispatcher_sub", "shift_leader", "acceptor")
    timed(case_in(cast, "handling"), AT - 2 * HOUR, AT - HOUR)
    tell_alarms(cast.city, at=AT)
    push_alarm(**jobs("push_alarm")[0])
    assert len(rung()) == 2  # 雨湖区's dispatcher and its unit's handler


def test_an_alarm_that_was_answered_in_the_meantime_rings_no_more(cast: Cast, rung: Any) -> None:
    subscribe(cast, "handler")
    case_id = case_in(cast, "handling")
    timed(case_id, AT - 2 * HOUR, AT - HOUR)
    tell_alarms(cast.city, at=AT)
    timed(case_id, AT + HOUR, AT + 2 * HOUR)
    tell_alarms(cast.city, at=AT)
    push_alarm(**jobs("push_alarm")[0])
    assert rung() == []


def test_what_was_rolled_back_rings_nowhere(cast: Cast) -> None:
    step = Step(case_id=case_in(cast, "replied"), actor=actor_of(cast.users["acceptor"], AT), at=AT)
    with transaction.atomic():
        send_check(step=step)
        assert len(jobs("push_task")) == 1
        transaction.set_rollback(True)
    assert jobs("push_task") == []
    assert outbox("task") == []


def test_a_phone_that_changes_hands_is_its_new_holders(cast: Cast) -> None:
    for who, status in (("collector", 201), ("checker", 200)):
        client = cast.client(who)
        answer = client.put("/api/v1/push/subscriptions", {"endpoint": "one"}, "json")
        assert answer.status_code == status
    assert cast.client("collector").get("/api/v1/push/subscriptions").json() == []
    (mine,) = cast.client("checker").get("/api/v1/push/subscriptions").json()
    address = f"/api/v1/push/subscriptions/{mine['id']}"
    assert cast.client("collector").delete(address).status_code == 204
    assert PushSubscription.objects.count() == 1  # it is not theirs to sign off
    assert cast.client("checker").delete(address).status_code == 204
    assert PushSubscription.objects.count() == 0


def test_an_ordinary_step_rings_nobody(cast: Cast) -> None:
    lead(cast, put_report(cast), until="reply")
    assert jobs("push_task") == []
