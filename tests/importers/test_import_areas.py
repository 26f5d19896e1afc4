"""Areas that overlap, stick out and lie about where they are become a network, or are refused."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gis_core.errors import DomainError
from grids.coverage import Repair
from grids.models import Cell, City, District, Generation, Street
from importers.areas import build_network
from importers.errors import CodesRepeat, CrsDoesNotFit, NetworkDiffers, ParentMissing
from importers.network import store_network
from tests.importers.source import STREETS, Source, box, feature, in_us_feet

pytestmark = pytest.mark.django_db

SQUARE_METRES = "SELECT sum(ST_Area(ST_Transform(geom, 26986))) FROM {}"


def told(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.detail("en")


def test_districts_streets_and_cells_fill_the_same_ground(city: Source) -> None:
    assert District.objects.values_list("code", "name", "name_en").first() == (
        "01",
        "第 1 区",
        "District 1",
    )
    assert {s.code: s.district.code for s in Street.objects.select_related("district")} == {
        "0101": "01",
        "0102": "01",
        "0201": "02",
        "0202": "02",
    }
    assert Cell.objects.filter(code__startswith="0101-").exists()
    whole = [sum(a.geom.transform(26986, clone=True).area for a in m.objects.all())
             for m in (District, Street, Cell)]  # fmt: skip
    assert whole[0] == pytest.approx(whole[1], abs=0.1)
    assert whole[0] == pytest.approx(whole[2], abs=0.1)


def test_every_repair_is_reported_with_its_square_metres(source: Source) -> None:
    frames = build_network(source.mapping(), source.folder, {})
    repairs = {(r.kind, r.code, r.other): r.area_m2 for r in frames.repairs.itertuples()}
    # 0.0001° of longitude here are 8.24 m, 0.005° of latitude 555.4 m.
    assert repairs == {
        (Repair.OVERLAP, "0101", "0102"): pytest.approx(8.24 * 555.4, rel=0.01),
        (Repair.OVERLAP, "0102", "0201"): pytest.approx(2 * 8.24 * 555.4, rel=0.01),
        (Repair.OUTSIDE_PARENT, "0201", "02"): pytest.approx(2 * 8.24 * 555.4, rel=0.01),
    }


def test_the_same_areas_a_second_time_change_nothing(city: Source) -> None:
    before = set(Cell.objects.values_list("id", flat=True))
    mapping = city.mapping()
    again = store_network(mapping, build_network(mapping, city.folder, {}))
    assert again.was_there
    assert set(Cell.objects.values_list("id", flat=True)) == before


def test_other_areas_over_a_network_are_refused_with_what_differs(city: Source) -> None:
    moved = {**STREETS, "0202": (-71.0650, -71.0610)}
    city.layer("streets.geojson", [feature(box(*x), CODE=code) for code, x in moved.items()])
    mapping = city.mapping()
    with pytest.raises(NetworkDiffers, match=r"streets \+0 ~1 -0"):
        store_network(mapping, build_network(mapping, city.folder, {}))
    assert Generation.objects.count() == 1


def feet(source: Source) -> None:
    streets = [feature(in_us_feet(box(*x)), CODE=code) for code, x in STREETS.items()]
    source.layer("streets.geojson", streets)


def test_a_crs_that_does_not_fit_is_refused_with_the_likely_one(source: Source) -> None:
    feet(source)
    with pytest.raises(CrsDoesNotFit) as error:
        build_network(source.mapping(), source.folder, {})
    assert "--crs streets.geojson=EPSG:2249" in told(error)
    assert "--crs streets.geojson=EPSG:2249" in error.value.detail("zh")


def test_the_proposed_crs_is_then_taken(source: Source) -> None:
    feet(source)
    call_command("import_areas", str(source.mapping_file()), str(source.folder),
                 crs=[("streets.geojson", "EPSG:2249")])  # fmt: skip
    assert Street.objects.count() == 4


def test_latitudes_that_stand_first_are_recognised(source: Source) -> None:
    def swapped(geometry: dict[str, Any]) -> dict[str, Any]:
        return {**geometry, "coordinates": [[xy[::-1] for xy in geometry["coordinates"][0]]]}

    streets = [feature(swapped(box(*x)), CODE=code) for code, x in STREETS.items()]
    source.layer("streets.geojson", streets)
    with pytest.raises(CrsDoesNotFit, match="swap them"):
        build_network(source.mapping(), source.folder, {})


def test_a_city_elsewhere_gets_no_guess(source: Source) -> None:
    source.layer("streets.geojson", [feature(box(12.0, 12.1, 45.0, 45.1), CODE="0101")])
    with pytest.raises(CrsDoesNotFit, match="No CRS used there would fit"):
        build_network(source.mapping(), source.folder, {})


@pytest.mark.parametrize(
    ("code", "error"), [("0101", CodesRepeat), (None, CodesRepeat), ("0301", ParentMissing)]
)
def test_codes_must_be_there_once_and_name_a_parent(
    source: Source, code: str | None, error: type[DomainError]
) -> None:
    codes = [*STREETS, code]
    shapes = [*STREETS.values(), (-71.0600, -71.0590)]
    layer = [feature(box(*x), CODE=c) for c, x in zip(codes, shapes, strict=True)]
    source.layer("streets.geojson", layer)
    with pytest.raises(error):
        build_network(source.mapping(), source.folder, {})


def test_the_command_says_a_refusal_in_both_languages_and_changes_nothing(source: Source) -> None:
    (source.folder / "streets.geojson").write_text("not a layer")
    with pytest.raises(CommandError, match=r"\[layer_unreadable\]\n.*不是.*\n.*no readable"):
        call_command("import_areas", str(source.mapping_file()), str(source.folder))
    assert not City.objects.exists()
