"""What is sent: reports as collectors make them, at places and of classes that the city has."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from accounts.models import DeviceToken, User
from bench.report_race.sending import request_of
from cases.models import Case
from departments.models import Membership, Organization, Post
from gis_core.ids import uuid7
from grids.models import City

COLLECTORS = 8


@dataclass(frozen=True)
class Batch:
    """Requests to be sent once, and the ids of the cases that they make."""

    ids: list[UUID]
    requests: list[bytes]


class Reporter:
    """Makes reports like those of the city's own cases, component classes among them."""

    def __init__(self, city: City, tokens: list[str], *, seed: int = 4) -> None:
        self.city, self.tokens, self.draw = city, tokens, random.Random(seed)
        placed = Case.objects.of(city).placed().filter(case_class__level="minor")
        keys = self.draw.sample(list(placed.values_list("pk", flat=True)), 2000)
        self.like = list(
            Case.objects.filter(pk__in=keys)
            .select_related("case_class", "cell")
            .defer("cell__geom")
        )

    def batch(self, count: int) -> Batch:
        ids = [uuid7() for _ in range(count)]
        return Batch(ids, [self._request(case_id) for case_id in ids])

    def _request(self, case_id: UUID) -> bytes:
        token = self.draw.choice(self.tokens)
        body = payload(self.draw.choice(self.like), self.city)
        return request_of(case_id, body, {"Authorization": f"Token {token}"})


def payload(like: Case, city: City) -> dict[str, Any]:
    """Return a collector's report; the bare view reads the keys beside it."""
    assert like.geom is not None
    assert like.cell is not None
    return {
        "city": city.slug,
        "class": like.case_class.code,
        "lon": like.geom.x,
        "lat": like.geom.y,
        "datum": "wgs84",
        "accuracy_m": 5.0,
        "place_text": like.place_text,
        "problem_text": like.problem_text,
        "road": like.road,
        "source": "collector",
        "reported_at": datetime.now(UTC).isoformat(),
        "city_id": str(city.pk),
        "class_id": str(like.case_class_id),
        "cell_id": str(like.cell_id),
        "cell": like.cell.code,
    }


def collectors(city: City) -> list[str]:
    """Make collectors who are signed in on a phone each; returns the phones' tokens."""
    users = [User(username=f"bench-{n}-{uuid7()}") for n in range(COLLECTORS)]
    User.objects.bulk_create(users)
    post = Post.objects.get(city=city, code="collector")
    centre = Organization.objects.filter(city=city, kind="command_centre")[0]
    since = datetime(2000, 1, 1, tzinfo=UTC)
    Membership.objects.bulk_create(
        Membership(user=user, post=post, organization=centre, city=city, valid_from=since)
        for user in users
    )
    return [DeviceToken.objects.create(user, device="bench")[1] for user in users]
