"""A table of cases of another system: each row is loaded, found again or refused with a reason."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.models import Case, CaseEvent, Origin
from departments.models import Organization, OrganizationKind
from gis_core.ids import uuid7_of
from grids.models import Cell, City
from importers.load import load_cases
from importers.report import CaseReport
from importers.rows import Refused
from standards.models import CaseClass
from tests.importers.source import CLOSED, NOW, NOWHERE, Silent, Source

pytestmark = pytest.mark.django_db

AT_NO_PLACE = {"LON": str(NOWHERE[0]), "LAT": str(NOWHERE[1])}


def load(source: Source, *rows: dict[str, str]) -> CaseReport:
    path = source.table(*rows)
    return load_cases(source.mapping(), path, at=NOW, watcher=Silent())


def test_an_open_case_stands_with_its_department_in_its_cell(city: Source) -> None:
    load(city, {})
    case = Case.objects.get()
    assert (case.number, case.outer_number, case.state) == ("1", "1", "dispatched")
    assert (case.origin, case.source, case.place_text) == ("imported", "phone", "33 Beacon St")
    words = ("organization__name", "unit__name", "case_class__name", "case_class__parent__name")
    assert Case.objects.values_list(*words).get() == (
        "Public Works",
        "Lights",
        "Street Light Outages",
        "Street Lights",
    )
    assert case.cell in Cell.objects.filter(geom__contains=case.geom)
    assert (case.district_code, case.street_code) == ("01", "0101")
    assert case.reported_at == datetime(2015, 3, 2, 14, tzinfo=UTC)
    assert case.due_at == datetime(2015, 3, 4, 14, tzinfo=UTC)


def test_a_closed_case_has_the_events_that_are_known_and_no_others(city: Source) -> None:
    load(city, CLOSED)
    events = CaseEvent.objects.values_list("verb", "to_state", "at", "organization__name", "origin")
    opened, closed = (
        datetime(2015, 3, 2, 14, tzinfo=UTC),
        datetime(2015, 3, 3, 15, tzinfo=UTC),
    )
    assert list(events.order_by("sequence")) == [
        ("collect", "reported", opened, None, Origin.IMPORTED),
        ("adopt", "dispatched", opened, "Lights", Origin.IMPORTED),
        ("adopt", "closed", closed, "Lights", Origin.IMPORTED),
    ]
    assert Case.objects.get().closed_at == closed


def test_every_row_is_loaded_or_refused_with_its_line_and_reason(city: Source) -> None:
    report = load(
        city,
        {},
        {"STATUS": "Lost"},
        {"LON": "-71.2"},
        {"ID": "1"},
        AT_NO_PLACE,
    )
    assert (report.rows, report.loaded, report.unplaced) == (5, 2, 1)
    assert report.refused == [
        Refused(3, "2", "state_unknown"),
        Refused(4, "3", "outside_the_city"),
        Refused(5, "1", "doubled_in_the_file"),
    ]


def test_a_case_without_a_place_has_no_cell_and_says_so(city: Source) -> None:
    load(city, AT_NO_PLACE)
    case = Case.objects.get()
    assert (case.place_known, case.geom, case.cell) == (False, None, None)
    assert (case.raw_lon, case.raw_lat) == NOWHERE


def test_what_is_odd_is_flagged_on_the_case(city: Source) -> None:
    load(
        city,
        {**CLOSED, "CLOSED": "03/01/2015 09:00:00 AM"},
        {"OPENED": "11/01/2015 01:30:00 AM"},
        {"TITLE": "a\tb\\c\nd"},
    )
    kept = dict(Case.objects.values_list("number", "flags"))
    assert kept == {"1": ["closed_before_opened"], "2": ["ambiguous_local_time"], "3": []}
    assert Case.objects.get(number="3").problem_text == "a\tb\\c\nd"


@pytest.mark.django_db(transaction=True)  # two imports are two transactions
def test_a_second_run_doubles_nothing(city: Source) -> None:
    rows: list[dict[str, str]] = [{}, CLOSED, {"STATUS": "Lost"}]
    load(city, *rows)
    before = (Case.objects.count(), CaseEvent.objects.count(), history_rows())
    again = load(city, *rows, {"ID": "4"})
    assert (again.loaded, again.already_there, len(again.refused)) == (1, 2, 1)
    assert again.made == {"classes": 0, "organizations": 0}
    assert (Case.objects.count(), CaseEvent.objects.count(), history_rows()) == (
        before[0] + 1,
        before[1] + 2,
        before[2] + 1,
    )


def test_the_planner_knows_of_the_cases_that_were_loaded(city: Source) -> None:
    load(city, {}, CLOSED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'cases_case'::regclass")
        assert cursor.fetchone() == (2,)


def history_rows() -> int:
    return int(Case.row_history.rel.related_model.objects.count())  # type: ignore[attr-defined]


def test_departments_and_queues_become_organisations_once(city: Source) -> None:
    load(city, {}, {"QUEUE": "Potholes"}, {"DEPARTMENT": "INFO", "QUEUE": "Lights"})
    found = Organization.objects.values_list("code", "kind", "parent__code")
    assert set(found) == {
        ("PW", OrganizationKind.SUB_PLATFORM, None),
        ("PW/Lights", OrganizationKind.UNIT, "PW"),
        ("PW/Potholes", OrganizationKind.UNIT, "PW"),
        ("INFO", OrganizationKind.SUB_PLATFORM, None),
        ("INFO/Lights", OrganizationKind.UNIT, "INFO"),
    }


@pytest.mark.django_db(transaction=True)  # two imports are two transactions
def test_a_number_that_another_case_bears_is_refused_and_the_rest_is_loaded(city: Source) -> None:
    load(city, {})
    report = load(city, {"OPENED": "03/02/2015 10:00:00 AM", "CHANNEL": "App"}, {})
    assert report.refused == [Refused(2, "1", "outer_number_taken")]
    assert report.loaded == 1


def test_a_class_under_two_major_classes_stays_with_the_first_and_is_told(city: Source) -> None:
    report = load(city, {}, {"REASON": "Highways"})
    assert report.classes_moved == ("Street Light Outages",)
    parents = CaseClass.objects.filter(parent__isnull=False).values_list("code", "parent__name")
    assert list(parents) == [("Street Light Outages", "Street Lights")]


def test_a_file_that_breaks_off_leaves_nothing_behind(city: Source) -> None:
    path = city.table(*[{} for _ in range(2000)])
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(CommandError, match="file_unreadable"):
        call_command("import_cases", str(city.mapping_file()), str(path))
    assert not Case.objects.exists()
    assert not Organization.objects.exists()
    assert not CaseClass.objects.exists()


def test_cases_need_the_citys_network_first(source: Source) -> None:
    source.table({})
    with pytest.raises(CommandError, match=r"\[city_not_imported\]\n.*import_areas"):
        call_command("import_cases", str(source.mapping_file()), str(source.folder))
    assert not City.objects.exists()


def test_the_command_prints_every_figure_and_every_refused_row(city: Source) -> None:
    city.table({}, {"STATUS": "Lost"}, AT_NO_PLACE)
    out = StringIO()
    call_command("import_cases", str(city.mapping_file()), str(city.folder), stdout=out)
    told = out.getvalue()
    for line in (
        "3  行 rows",
        "2  已载入 loaded",
        "1  未载入 refused",
        "1  位置未知 place unknown",
    ):
        assert line in told
    assert "行 line 3, 2 [state_unknown]" in told


@pytest.mark.parametrize("moment", ["2015-03-02 14:00:00.125+00", "1970-01-01 00:00:00+00"])
def test_a_key_made_here_is_the_key_that_sql_makes(moment: str) -> None:
    at_ms = round(datetime.fromisoformat(moment).timestamp() * 1000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT uuid7_of(%s, 'toyville/1')", [moment])
        (made,) = cursor.fetchone()
    assert made.hex == uuid7_of(at_ms, "toyville/1")
