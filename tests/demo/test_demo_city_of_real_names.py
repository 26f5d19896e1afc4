"""The demo city over its real ground: fetched boundaries and names, generated everything else."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Q

from cases.models import Case
from cases.summary import summarize
from demo.figures import FIGURES_AT, PUBLISHED
from demo.scales import SCALES
from departments.models import Organization
from facilities.models import Facility
from grids.models import City, District

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]


ZONES = {"gaoxin": "430304", "zhaoshan": "430304", "jiuhua": "430302"}
"""A zone's platform -> the district that its ground lies in."""


def load(sources: Path, scale: str) -> City:
    call_command("load_demo", scale=scale, sources=sources, stdout=StringIO())
    return City.named("xiangtan")


def test_the_small_city_is_whole(fetched: Path) -> None:
    city = load(fetched, "small")
    figures = SCALES["small"].figures
    counted = summarize(Case.objects.of(city), at=FIGURES_AT)
    assert (counted.accepted, counted.filed) == (figures.accepted, figures.filed)
    assert (counted.due, counted.closed) == (figures.due, figures.closed)
    assert Case.objects.of(city).count() == figures.rows
    districts = dict(Case.objects.of(city).values_list("story", "district_code"))
    assert [districts[number] for number in (1, 2, 3, 4, 5)] == [
        *("430304", "430304", "430302", "430302", "430304"),
    ]
    assert Case.objects.filter(story=3, cell__street__name="雨湖路街道").exists()
    idle = (
        Organization.objects.filter(city=city, kind__in=["sub_platform", "county_platform"])
        .annotate(n=Count("cases"))
        .filter(Q(n=0))
    )
    assert not idle.exists()
    for platform, district in ZONES.items():
        assert share_inside(city, platform, district) == pytest.approx(1)


def share_inside(city: City, platform: str, district: str) -> float:
    """Return the share of a platform's ground that lies in a district."""
    ground = Organization.objects.get(city=city, code=platform).area
    around = District.objects.get(city=city, code=district).geom
    assert ground is not None
    return float(around.intersection(ground).area / ground.area)


@pytest.mark.deep
def test_at_full_scale_the_published_figures_hold_to_the_unit(fetched: Path) -> None:
    load(fetched, "full")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(accepted_at), count(filed_at), count(closed_at), count(*),"
            " count(filed_at) FILTER (WHERE closed_at IS NULL AND due_at > city.figures_at)"
            " FROM cases_case JOIN grids_city city ON city.id = city_id"
        )
        counts = cursor.fetchone()
    assert counts == (557_939, 557_471, 552_779, 559_669, 192)
    assert Facility.objects.count() == 200_000
    assert counts[0] == PUBLISHED.accepted
