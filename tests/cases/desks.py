"""The desk of somebody of the cast, read directly and over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.worklists import Desk, WorkList, page_of
from departments.actors import actor_of
from tests.factories import Cast

AT = timezone.now()


def desk_of(cast: Cast, who: str, at: datetime = AT) -> Desk:
    return Desk(actor_of(cast.users[who], at), cast.city, at)


def listed(desk: Desk, which: WorkList, size: int = 1000) -> list[UUID]:
    return [case.pk for case in page_of(desk, which, after=None, size=size).cases]


def page(cast: Cast, who: str, which: str, **said: Any) -> Any:
    answer = cast.client(who).get(f"/api/v1/worklists/{which}", {"city": "xiangtan", **said})
    assert answer.status_code == 200, answer.content
    return answer.json()
