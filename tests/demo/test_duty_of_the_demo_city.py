"""Who is on duty in the demo city: at every hour somebody, wherever it is a town."""

from datetime import datetime, timedelta

import pytest
from django.contrib.gis.geos import Point

from demo.accounts import DEMO_STREET
from demo.figures import FIGURES_AT
from departments.duty import on_duty
from departments.duty_findings import FindingKind, findings
from departments.models import DutyGrid
from grids.models import Cell
from grids.snap import stored_point
from tests.demo.conftest import DemoCity

HOURS = [FIGURES_AT + timedelta(hours=hour) for hour in range(0, 24, 3)]


def place_in(street: str) -> Point:
    cell = Cell.objects.filter(street__code=street).order_by("code")[5]
    return stored_point(*cell.geom.centroid.coords)


@pytest.mark.parametrize("at", HOURS)
def test_the_demo_collector_is_on_duty_in_their_street_at_every_hour(
    demo_city: DemoCity, at: datetime
) -> None:
    (there,) = on_duty(demo_city.city, place_in(DEMO_STREET), at)
    assert there.collector is not None
    assert there.collector.name == "演示采集员"


def test_every_other_street_is_held_by_its_own_unit(demo_city: DemoCity) -> None:
    (there,) = on_duty(demo_city.city, place_in("430373001"), FIGURES_AT)
    assert there.organization is not None
    assert there.organization.name == "和平街道城管办（演示）"


def test_nothing_is_wrong_with_duty_in_town(demo_city: DemoCity) -> None:
    assert DutyGrid.objects.filter(city=demo_city.city, generated=True).count() == 9
    assert findings(demo_city.city, FIGURES_AT) == []


def test_the_countryside_s_nights_are_found(demo_city: DemoCity) -> None:
    nights = DutyGrid.objects.filter(code="430373001-night")
    nights.update(cell_codes=nights.get().cell_codes[1:])
    (found,) = findings(demo_city.city, FIGURES_AT)
    assert (found.kind, len(found.cells)) == (FindingKind.UNCOVERED, 1)
    assert "00:00–08:00" in found.reason_zh
