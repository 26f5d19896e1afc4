"""Cases are read again in another generation, and keep the cell that they were filed in."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from cases.models import Case
from cases.rereading import cases_in_cells, reread
from gis_core.actor import Actor
from gis_core.ids import uuid7
from grids.drafts.copying import begin_draft
from grids.editing.performing import perform
from grids.editing.recording import Given
from grids.models import EditVerb, Generation
from grids.snap import snap_in, stored_point
from tests.factories import Cast
from tests.reports import put_report


@pytest.fixture
def halved(cast: Cast) -> Generation:
    """A draft in which the four eastern cells are two."""
    operator = Actor(user_id=None, is_operator=True)
    draft = begin_draft(id=uuid7(), city=cast.city, actor=operator, at=timezone.now(), note="")
    for pair in (("001", "002"), ("003", "004")):
        command = {"cells": [f"430304001001{number}" for number in pair]}
        perform(
            Given(
                id=uuid7(), draft_id=draft.pk, actor=operator, at=timezone.now(),
                verb=EditVerb.MERGE, command=command,
            )
        )  # fmt: skip
    assert draft.generation
    return draft.generation


def report_everywhere(cast: Cast, count: int = 12) -> None:
    places = np.random.default_rng(3).uniform((112.9, 27.83), (112.904, 27.832), (count, 2))
    for lon, lat in [*places.tolist(), (112.903, 27.831), (112.902, 27.8305)]:
        put_report(cast, lon=lon, lat=lat)


def test_many_cases_lie_where_each_would_be_snapped_alone(cast: Cast, halved: Generation) -> None:
    report_everywhere(cast)
    told = reread(Case.objects.of(cast.city), halved)
    places = [case.geom for case in Case.objects.all() if case.geom]
    alone = [snap_in(halved, stored_point(*place.coords)) for place in places]
    assert told.cells == Counter(found.cell.code for found in alone if found.cell)
    assert (told.total, told.outside, told.unplaced) == (14, 0, 0)


def test_reading_changes_no_case(cast: Cast, halved: Generation) -> None:
    report_everywhere(cast)
    before = list(Case.objects.order_by("id").values())
    told = reread(Case.objects.of(cast.city), halved)
    assert list(Case.objects.order_by("id").values()) == before
    same = reread(Case.objects.of(cast.city), cast.generation)
    filed = Case.objects.values_list("cell__code", flat=True)
    assert (same.other_code, same.cells) == (0, Counter(filed))
    assert told.other_code == sum(
        count
        for code, count in same.cells.items()
        if code in {"430304001001002", "430304001001004"}
    )


def test_a_period_and_what_is_seen_narrow_it(cast: Cast, halved: Generation) -> None:
    put_report(cast)
    long_ago = (timezone.now() - timedelta(days=400)).isoformat()
    put_report(cast, reported_at=long_ago)
    address = "/api/v1/networks/generations/1/cases?city=xiangtan"
    since = (timezone.now() - timedelta(days=30)).date().isoformat()
    client = cast.client("leader")
    assert client.get(address).json()["total"] == 2
    assert client.get(f"{address}&from={since}").json()["total"] == 1
    assert cast.client("handler").get(address).json()["total"] == 0
    assert client.get(address.replace("/1/", "/2/")).status_code == 404


def test_cases_are_counted_by_the_cell_that_they_were_filed_in(cast: Cast) -> None:
    report_everywhere(cast)
    keys = [cell.pk for cell in cast.cells.values()]
    assert sum(cases_in_cells(cast.generation, keys).values()) == 14
    assert cases_in_cells(cast.generation, []) == {}
