"""How long a work list takes in a city of full scale, where nearly every case has ended.

`measure` asks each account for its counts, for the first page of each list and for a page deep in
its level's list, over HTTP as far as Django's own client reaches: signed in, rights read, printed.
What the lists hold is compared with a naive filter: each case of a sample asked by itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from cases.waiting import waiting_verbs
from cases.worklists import Desk, WorkList, page_of
from departments.actors import actor_of
from gis_core.actor import Actor
from grids.models import City

GOAL_MS = 50.0
ROUNDS = 15
SAMPLE = 400
DEEP_PAGES = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One address of one account, asked some times: milliseconds, and the cases that it holds."""

    who: str
    what: str
    median_ms: float
    worst_ms: float
    holds: int


@dataclass(frozen=True, kw_only=True)
class ListFigures:
    """All addresses of all accounts, in a city of so many cases; so many were compared."""

    cases: int
    open_cases: int
    asked: tuple[Asked, ...]
    compared: int

    @property
    def slowest(self) -> Asked:
        return max(self.asked, key=lambda one: one.median_ms)

    @property
    def holds(self) -> bool:
        return self.slowest.median_ms <= GOAL_MS

    def lines(self) -> list[str]:
        """What the bench prints."""
        head = f"work lists    {self.cases:,} cases, {self.open_cases:,} open"
        medians = sorted(one.median_ms for one in self.asked)
        slow = self.slowest
        return [
            f"{head}; {self.compared:,} compared with a naive filter, no difference",
            f"work lists    {medians[len(medians) // 2]:.0f} ms median over {len(medians)}"
            f" addresses; slowest {slow.median_ms:.0f} ms ({slow.who}: {slow.what},"
            f" {slow.holds:,} cases, worst {slow.worst_ms:.0f} ms)"
            f" (goal: {GOAL_MS:.0f} ms: {'held' if self.holds else 'NOT HELD'})",
        ]


def measure(city: City, usernames: Sequence[str], *, seed: int = 4) -> ListFigures:
    """Ask for every list of these accounts. Raises AssertionError where a list is not right."""
    cases = Case.objects.of(city)
    at, compared, asked = timezone.now(), 0, []
    for user in User.objects.filter(username__in=usernames).order_by("username"):
        compared += _compare(city, actor_of(user, at), at, random.Random(seed))
        asked += list(_asked(city, user))
    return ListFigures(
        cases=cases.count(), open_cases=cases.open().count(), asked=tuple(asked), compared=compared
    )


def _asked(city: City, user: User) -> Iterator[Asked]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def get(address: str, **said: Any) -> Any:
        answer = client.get(address, {"city": city.slug, **said} if "?" not in address else {})
        assert answer.status_code == 200, answer.content
        return answer.json()

    counts = {row["list"]: row["count"] for row in get("/api/v1/worklists")["lists"]}
    yield _timed(user, "counts", partial(get, "/api/v1/worklists"), counts["level"])
    for which, count in counts.items():
        address = f"/api/v1/worklists/{which}"
        assert len(get(address)["features"]) == min(50, count)
        yield _timed(user, which, partial(get, address), count)
    deep = get("/api/v1/worklists/level")["next"]
    for _ in range(DEEP_PAGES):
        deep = (deep and get(deep)["next"]) or deep
    if deep:
        yield _timed(user, "level, deep", partial(get, deep), counts["level"])


def _timed(user: User, what: str, ask: Callable[[], Any], holds: int) -> Asked:
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        ask()
        times.append(1000 * (perf_counter() - began))
    return Asked(
        who=user.username,
        what=what,
        median_ms=sorted(times)[ROUNDS // 2],
        worst_ms=max(times),
        holds=holds,
    )


def _compare(city: City, actor: Actor, at: datetime, rng: random.Random) -> int:
    """Ask a sample of the open cases, one by one, whether it waits for the actor."""
    ids = list(Case.objects.of(city).open().values_list("pk", flat=True))
    sample = set(rng.sample(ids, min(SAMPLE, len(ids))))
    desk = Desk(actor, city, at)
    listed = {case.pk for case in page_of(desk, WorkList.MINE, after=None, size=len(ids)).cases}
    for case in Case.objects.visible_in(city, actor).filter(pk__in=sample):
        verbs = waiting_verbs(case, actor, at=at)
        assert bool(verbs) == (case.pk in listed), (actor.name, case.pk, verbs)
    return len(sample)
