"""Two reports of one problem: suggested, compared, merged, followed and parted again."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from cases.errors import CannotMerge, StateConflict
from cases.models import Case
from cases.stages.duplicates import merge
from cases.stages.step import Step
from departments.actors import actor_of
from facilities.models import Facility, FacilityKind
from gis_core.errors import DomainError
from tests.factories import Cast, member, xiangtan
from tests.ground import centre_of
from tests.pictures import photo, upload
from tests.reports import FIRST_CELL, lead, put_report, report_of, use

METRE_EAST = 1 / 98_400
"""Degrees of longitude at 27.8° N."""


def beside(cast: Cast, metres: float, who: str = "collector", **said: Any) -> UUID:
    lon, lat = centre_of(cast.cells[FIRST_CELL])
    return put_report(cast, who, **{"lon": lon + metres * METRE_EAST, "lat": lat, **said})


def suggested(cast: Cast, case_id: UUID, who: str = "acceptor") -> list[dict[str, Any]]:
    answer = cast.client(who).get(f"/api/v1/cases/{case_id}/duplicates")
    assert answer.status_code == 200, answer.content
    assert answer.json()["case"]["id"] == str(case_id)
    found: list[dict[str, Any]] = answer.json()["duplicates"]
    return found


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["case"]["id"] for one in found]


def test_the_likeliest_comes_first_and_says_why(cast: Cast) -> None:
    here = beside(cast, 0)
    near, farther = beside(cast, 4), beside(cast, 30)
    beside(cast, 60)
    beside(cast, 30, **{"class": "01001"})
    first, second = suggested(cast, here)
    assert ids([first, second]) == [str(near), str(farther)]
    assert first["likeness"]["distance_m"] == pytest.approx(4, abs=0.1)
    assert first["likeness"]["class_match"] == "same"
    assert first["score"] > second["score"]
    assert first["can_merge"]


def test_both_sides_show_place_words_and_photos_and_nobody_s_name(cast: Cast) -> None:
    here = beside(cast, 0)
    taken = photo(1)
    contact = {"name": "王某某", "phone": "13987654321"}
    beside(cast, 3, "phone_operator", source="phone", reporter=contact, photos=[taken.declared])
    (one,) = suggested(cast, here)
    side = one["case"]
    assert side["problem_text"] == "夜宵摊店外经营"
    assert side["place_text"] == "岚霞路夜宵摊前"
    assert [shown["sha256"] for shown in side["photos"]] == [taken.sha256]
    assert "王" not in str(one)
    assert "4321" not in str(one)


def test_an_old_open_case_is_suggested_and_one_put_right_long_ago_is_not(cast: Cast) -> None:
    here = beside(cast, 0)
    months_ago = timezone.now() - timedelta(days=60)
    old_open, old_closed, just_closed = beside(cast, 1), beside(cast, 2), beside(cast, 3)
    Case.objects.filter(pk=old_open).update(reported_at=months_ago)
    for case_id in (old_closed, just_closed):
        lead(cast, case_id, until="close")
    Case.objects.filter(pk=old_closed).update(closed_at=months_ago)
    found = suggested(cast, here)
    assert set(ids(found)) == {str(old_open), str(just_closed)}
    assert [one["can_merge"] for one in found if one["case"]["id"] == str(just_closed)] == [False]


def test_another_component_is_another_problem_and_the_same_one_the_same(cast: Cast) -> None:
    case = Case.objects.get(pk=beside(cast, 0))
    same, other = beside(cast, 20), beside(cast, 2)
    covers = [
        Facility.objects.create(
            city=cast.city, kind=FacilityKind.COMPONENT, code=str(n), geom=case.geom
        )
        for n in range(2)
    ]
    Case.objects.filter(pk__in=(case.pk, same)).update(component=covers[0])
    Case.objects.filter(pk=other).update(component=covers[1])
    (one,) = suggested(cast, case.pk)
    assert (one["case"]["id"], one["likeness"]["same_component"]) == (str(same), True)


def test_a_picture_finds_its_case_without_a_place(cast: Cast) -> None:
    first = beside(cast, 0, photos=[photo(5).declared])
    upload(cast, first, photo(5))
    said = report_of(cast, photos=[photo(5, quality=40).declared])
    for name in ("lon", "lat", "datum", "accuracy_m"):
        del said[name]
    placeless = UUID("0190a6f0-0000-7000-8000-000000000001")
    client = cast.client("collector")
    assert client.put(f"/api/v1/cases/{placeless}", said, "json").status_code == 201
    upload(cast, placeless, photo(5, quality=40))
    (one,) = suggested(cast, placeless)
    assert (one["case"]["id"], one["likeness"]["same_picture"]) == (str(first), True)
    assert one["likeness"]["distance_m"] is None


def test_nobody_is_shown_a_duplicate_that_they_may_not_see(cast: Cast) -> None:
    here = beside(cast, 0)
    beside(cast, 1)
    lead(cast, here, until="dispatch")
    assert suggested(cast, here, "dispatcher_sub") == []
    other = beside(cast, 2)
    answer = cast.client("dispatcher_sub").get(f"/api/v1/cases/{other}/duplicates")
    assert answer.status_code == 404


@pytest.fixture
def citizen(cast: Cast) -> str:
    """Somebody without any post, who reports."""
    cast.users["citizen"] = member(cast, "citizen", "collector", "centre")
    cast.users["citizen"].memberships.all().delete()
    return "citizen"


def test_whoever_reported_a_duplicate_follows_the_case_it_went_into(
    cast: Cast, citizen: str
) -> None:
    contact = {"name": "李某某", "phone": "13712345678"}
    first = beside(cast, 0, "phone_operator", source="phone", reporter=contact)
    second = beside(cast, 3, citizen, source="citizen")
    client = cast.client(citizen)
    assert client.get(f"/api/v1/cases/{first}").status_code == 404
    assert use(cast, second, "acceptor", "merge", {"into": str(first)}).status_code == 200
    own = client.get(f"/api/v1/cases/{second}").json()
    assert own["merged_into"]["id"] == str(first)
    lead(cast, first, until="accept")
    followed = client.get(f"/api/v1/cases/{first}").json()
    assert (followed["state"], followed["followers"]) == ("accepted", 1)
    assert followed["reporter"] is None
    assert cast.client("acceptor").get(f"/api/v1/cases/{first}").json()["reporter"] is not None
    listed = client.get("/api/v1/cases?city=xiangtan").json()
    assert {row["id"] for row in listed["features"]} == {str(first), str(second)}


def test_who_parts_again_no_longer_follows(cast: Cast, citizen: str) -> None:
    first, second = beside(cast, 0), beside(cast, 3, citizen, source="citizen")
    use(cast, second, "acceptor", "merge", {"into": str(first)})
    assert use(cast, second, "acceptor", "unmerge", {}).status_code == 200
    client = cast.client(citizen)
    assert client.get(f"/api/v1/cases/{first}").status_code == 404
    assert client.get(f"/api/v1/cases/{second}").json()["merged_into"] is None


@pytest.mark.django_db(transaction=True)
def test_two_reports_that_are_merged_into_each_other_at_once_do_not_both_go() -> None:
    cast = xiangtan()
    one, other = put_report(cast), put_report(cast)
    actor = actor_of(cast.users["acceptor"], timezone.now())
    refused: list[DomainError] = []
    start = threading.Barrier(2)

    def go(case_id: UUID, into_id: UUID) -> None:
        start.wait()
        try:
            merge(step=Step(case_id=case_id, actor=actor, at=timezone.now()), into_id=into_id)
        except (CannotMerge, StateConflict) as error:
            refused.append(error)
        finally:
            connection.close()

    pair = [threading.Thread(target=go, args=ids) for ids in ((one, other), (other, one))]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()
    assert len(refused) == 1
    states = Case.objects.filter(pk__in=(one, other)).values_list("state", flat=True)
    assert sorted(states) == ["merged", "reported"]
