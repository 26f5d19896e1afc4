"""A story about one case: who presses which button, and what must come of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases.models import Case
from tests.factories import Cast
from tests.reports import lead, put_report, use

WHY = {"note": "现场情况说明"}


class Story:
    """One case, told step by step. Every step is an HTTP request of somebody signed in."""

    def __init__(self, cast: Cast, *, by: str = "collector", until: str = "", **report: Any):
        self.cast = cast
        self.id = put_report(cast, by, **report)
        if until:
            lead(cast, self.id, until=until)

    def press(self, who: str | User, verb: str, **said: Any) -> dict[str, Any]:
        """Press a button that must be open; returns the case as it then stands.

        Nothing is returned where the case has left the sight of whoever pressed.
        """
        answer = use(self.cast, self.id, who, verb, said)
        assert answer.status_code in (200, 204), answer.content
        case: dict[str, Any] = answer.json() if answer.status_code == 200 else {}
        return case

    def refused(self, who: str | User, verb: str, **said: Any) -> str:
        """Press a button that must be closed; returns the code of the refusal."""
        before = Case.objects.get(pk=self.id).events.count()
        answer = use(self.cast, self.id, who, verb, said)
        assert answer.status_code in (403, 404, 409, 422), answer.status_code
        assert Case.objects.get(pk=self.id).events.count() == before
        return str((answer.json().get("why", {}) and answer.json()["why"]) or answer.json()["code"])

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.id)

    @property
    def verbs(self) -> list[str]:
        return [event.verb for event in self.case.events.all()]


def tomorrow() -> str:
    return (timezone.now() + timedelta(days=1)).isoformat()
