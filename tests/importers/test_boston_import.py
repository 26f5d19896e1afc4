"""The whole of a real source: 121,145 street reports of Boston in 2015 over its real precincts.

Upstream: Analyze Boston, City of Boston. The steps are those of docs/tutorial/boston.md.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pytest
from django.db import connection

from bench.imports import beside_bare
from cases.history import breaks
from cases.models import Case, CaseEvent
from facilities.models import Facility
from grids.coverage import Repair
from grids.models import Cell, City, District, Street
from importers.areas import build_network
from importers.errors import CrsDoesNotFit
from importers.facilities import load_facilities
from importers.load import load_cases
from importers.mapping import SourceMapping, read_mapping
from importers.network import store_network
from importers.report import CaseReport
from tests.importers.source import Silent

ROWS = 121_145
ON_THE_DEFAULT_POINT = 17_070
CLOSED_BEFORE_OPENED = 197
WITH_A_MAIL_SIGN = 145
REFUSED_AT_MOST = 25
OVERLAPPING_PAIRS = 44  # that share more than a square metre
STICKING_OUT = 102  # by more than a thousandth of themselves; borders of two hang on the plane

NOW = datetime.now(UTC)

pytestmark = [pytest.mark.real_data, pytest.mark.django_db(transaction=True)]

Tell = Callable[[str], None]


@pytest.fixture
def boston_files(real_data: Path) -> Path:
    return real_data / "boston"


@pytest.fixture
def mapping() -> SourceMapping:
    return read_mapping("boston")


def load(mapping: SourceMapping, files: Path) -> CaseReport:
    return load_cases(mapping, files / mapping.cases.file, at=NOW, watcher=Silent())


def test_the_precincts_as_they_claim_to_be_are_refused_with_the_true_crs(
    mapping: SourceMapping, boston_files: Path
) -> None:
    with pytest.raises(CrsDoesNotFit, match=r"likely EPSG:2249 .*--crs precincts\.geojson"):
        build_network(mapping, boston_files, {"precincts.geojson": "EPSG:4326"})
    assert not City.objects.exists()


def test_boston_s_wards_and_precincts_become_a_network(
    mapping: SourceMapping, boston_files: Path, tell: Tell
) -> None:
    frames = build_network(mapping, boston_files, {})
    store_network(mapping, frames)
    assert (District.objects.count(), Street.objects.count()) == (22, 255)
    assert Street.objects.get(code="0502A").district.code == "05"
    assert store_network(mapping, build_network(mapping, boston_files, {})).was_there
    precincts = gpd.read_file(boston_files / "precincts.geojson")
    assert_repairs(frames.repairs, precincts.set_crs(2249, allow_override=True), tell)
    tell(f"{Cell.objects.count():,} cells of 200 m")
    reports = load_facilities(mapping, boston_files, {})
    assert [(r.changes.new, len(r.mended)) for r in reports] == [(1_011, 5), (26, 0)]
    assert Facility.objects.count() == 1_037


def assert_repairs(repairs: gpd.GeoDataFrame, given: gpd.GeoDataFrame, tell: Tell) -> None:
    lost = repairs[repairs["kind"] == Repair.OVERLAP].groupby(["code", "other"])["area_m2"].sum()
    assert (lost > 1).sum() >= OVERLAPPING_PAIRS
    out = repairs[repairs["kind"] == Repair.OUTSIDE_PARENT].set_index("code")["area_m2"]
    whole_m2 = given.set_index("WARD_PRECINCT").to_crs(26986).area
    assert (out / whole_m2.reindex(out.index) > 0.001).sum() == pytest.approx(STICKING_OUT, abs=3)
    for kind, area_m2 in repairs.groupby("kind")["area_m2"]:
        tell(f"repaired: {kind}: {len(area_m2)} x, {area_m2.sum():,.1f} m2")


def test_every_row_is_loaded_or_refused_and_a_second_run_doubles_nothing(
    mapping: SourceMapping, boston_files: Path, tell: Tell
) -> None:
    store_network(mapping, build_network(mapping, boston_files, {}))
    report = load(mapping, boston_files)
    assert_figures(report)
    assert_rows_stand_as_reported(report)
    figures = beside_bare(mapping, boston_files / mapping.cases.file, report)
    for line in figures.lines():
        tell(line)
    for row in report.refused:
        tell(f"refused: line {row.line}, {row.number}: {row.reason}")
    assert list(breaks(City.named("boston"))) == []
    again = load(mapping, boston_files)
    assert (again.loaded, again.already_there) == (0, report.loaded)
    assert_rows_stand_as_reported(report)


def assert_figures(report: CaseReport) -> None:
    assert report.rows == ROWS
    assert report.loaded + len(report.refused) == ROWS
    assert len(report.refused) <= REFUSED_AT_MOST
    assert Counter(row.reason for row in report.refused) == {
        "outside_the_city": len(report.refused)
    }
    assert all(row.line and row.number for row in report.refused)
    assert report.unplaced == ON_THE_DEFAULT_POINT
    assert sum(report.snapped.values()) == report.loaded - report.unplaced
    assert report.flags["closed_before_opened"] == CLOSED_BEFORE_OPENED
    assert report.flags["text_withheld"] == WITH_A_MAIL_SIGN
    assert report.flags["ambiguous_local_time"] == 1


def assert_rows_stand_as_reported(report: CaseReport) -> None:
    assert Case.objects.count() == report.loaded
    assert Case.objects.filter(place_known=False).count() == ON_THE_DEFAULT_POINT
    assert Case.objects.filter(flags__contains=["closed_before_opened"]).count() == (
        CLOSED_BEFORE_OPENED
    )
    assert not Case.objects.filter(problem_text__contains="@").exists()
    closed = Case.objects.filter(state="closed").count()
    assert CaseEvent.objects.count() == 2 * report.loaded + closed
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_casehistory")
        assert cursor.fetchone() == (report.loaded,)
