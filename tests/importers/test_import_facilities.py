"""Facilities from a file: added, brought up to date, never thrown away."""

import pytest
from django.core.management import call_command

from facilities.models import Facility, FacilityKind
from importers.changes import Changes
from importers.facilities import load_facilities
from tests.importers.source import Source, box, feature

pytestmark = pytest.mark.django_db

COMMON = box(-71.078, -71.076, 42.341, 42.343)
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[-71.072, 42.341], [-71.07, 42.343], [-71.07, 42.341], [-71.072, 42.343],
                     [-71.072, 42.341]]],
}  # fmt: skip
EMPTY = {"type": "Polygon", "coordinates": []}


def parks(city: Source, name: str = "Common") -> None:
    city.layer(
        "parks.geojson",
        [
            feature(COMMON, ID=1, NAME=name, TYPE="Park"),
            feature(BOW_TIE, ID=2, NAME="Bow", TYPE="Plaza"),
            feature(EMPTY, ID=3, NAME="Nothing", TYPE="Park"),
        ],
    )


def test_facilities_are_added_with_kind_name_and_attributes(city: Source) -> None:
    parks(city)
    (report,) = load_facilities(city.mapping(), city.folder, {})
    assert report.changes == Changes(new=2, changed=0, gone=0, same=0)
    assert report.dropped == ["park-3"]
    rows = Facility.objects.order_by("code").values_list("code", "kind", "name", "attributes")
    assert list(rows) == [
        ("park-1", FacilityKind.PARK, "Common", {"TYPE": "Park"}),
        ("park-2", FacilityKind.SQUARE, "Bow", {"TYPE": "Plaza"}),
    ]


def test_an_outline_that_crosses_itself_is_mended_and_told(city: Source) -> None:
    parks(city)
    (report,) = load_facilities(city.mapping(), city.folder, {})
    assert [m.code for m in report.mended] == ["park-2"]
    assert report.mended[0].area_m2 > 1000
    assert Facility.objects.get(code="park-2").geom.valid


def test_a_second_run_changes_what_differs_and_nothing_else(city: Source) -> None:
    parks(city)
    load_facilities(city.mapping(), city.folder, {})
    parks(city, name="Boston Common")
    (report,) = load_facilities(city.mapping(), city.folder, {})
    assert report.changes == Changes(new=0, changed=1, gone=0, same=1)
    assert Facility.objects.get(code="park-1").name == "Boston Common"
    assert Facility.objects.count() == 2


def test_what_is_gone_from_the_file_is_kept_and_told(
    city: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    parks(city)
    load_facilities(city.mapping(), city.folder, {})
    city.layer("parks.geojson", [feature(COMMON, ID=1, NAME="Common", TYPE="Park")])
    call_command("import_facilities", str(city.mapping_file()), str(city.folder))
    assert "kept 1" in capsys.readouterr().out
    assert Facility.objects.count() == 2
