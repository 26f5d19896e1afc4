"""地理编码: a place by a few characters of its name, or by its initials."""

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from facilities.derive import rebuild
from facilities.gazetteer import Entry, add_places, search
from facilities.models import Facility, Place, PlaceKind
from facilities.names import folded, initials_of
from grids.models import City
from tests.factories import NOW, Cast


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("建鑫广场", "jxgc"),
        ("双拥路 · 建鑫广场路口", "syljxgclk"),
        ("重庆路", "cql"),
        ("湘大路2号公厕", "xdl2hgc"),
        ("Boston Public Garden", "bpg"),
        ("ＫＴＶ街", "kj"),
        ("···", ""),
    ],
)
def test_initials_are_the_first_letters_of_syllables_and_words(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_folding_leaves_what_people_type() -> None:
    assert folded("双拥路 · 建鑫广场路口") == "双拥路建鑫广场路口"
    assert folded("Ｏld South") == "oldsouth"


@pytest.fixture
def xiangtan(cast: Cast) -> City:
    """The city with roads, a park, a toilet and a crossing in its gazetteer."""
    city = cast.city

    def facility(code: str, kind: str, name: str, geom: object) -> Facility:
        return Facility(city=city, code=code, kind=kind, name=name, geom=geom)

    Facility.objects.bulk_create(
        [
            facility("R1", "road", "双拥路", LineString((112.9001, 27.8311), (112.902, 27.8311))),
            facility("R2", "road", "双拥路", LineString((112.9005, 27.8312), (112.901, 27.8312))),
            facility("R3", "road", "双拥路", LineString((112.9025, 27.8315), (112.9035, 27.8315))),
            facility("P1", "park", "雨湖公园", Polygon.from_bbox((112.9, 27.83, 112.901, 27.8305))),
            facility("T1", "toilet", "雨湖公园公厕", Point(112.9005, 27.8302)),
            facility("C1", "component", "", Point(112.9005, 27.8302)),
            facility("C2", "component", "水井盖", Point(112.9005, 27.8302)),
        ]
    )
    crossing = Entry(
        kind=PlaceKind.CROSSING,
        name="双拥路 · 建鑫广场路口",
        point=Point(112.901, 27.8311, srid=4326),
        context="雨湖路街道",
    )
    add_places(city, [crossing])
    rebuild(city, NOW)
    return city


def names(city: City, wanted: str) -> list[str]:
    return [place.name for place in search(city, wanted, at_most=10)]


def test_a_part_of_the_name_finds_it_and_the_whole_name_comes_first(xiangtan: City) -> None:
    assert names(xiangtan, "雨湖公园") == ["雨湖公园", "雨湖公园公厕"]
    assert names(xiangtan, "建鑫") == ["双拥路 · 建鑫广场路口"]
    assert names(xiangtan, "双拥路建鑫") == ["双拥路 · 建鑫广场路口"]


def test_initials_find_it_in_any_case_and_from_any_syllable(xiangtan: City) -> None:
    assert names(xiangtan, "YHGY") == ["雨湖公园", "雨湖公园公厕"]
    assert names(xiangtan, "jxgc") == ["双拥路 · 建鑫广场路口"]
    assert names(xiangtan, "xss")[:1] == ["下摄司街道"]


def test_the_english_name_finds_it_too(xiangtan: City) -> None:
    assert names(xiangtan, "yuet") == ["岳塘区"]


def test_a_larger_place_comes_before_a_smaller_one_of_the_same_beginning(xiangtan: City) -> None:
    assert names(xiangtan, "雨湖")[:3] == ["雨湖区", "雨湖路街道", "雨湖社区"]


def test_a_road_in_pieces_is_one_place_in_each_street(xiangtan: City) -> None:
    found = search(xiangtan, "双拥路", at_most=10)
    roads = [(place.name, place.context) for place in found if place.kind == PlaceKind.ROAD]
    assert sorted(roads) == [("双拥路", "下摄司街道"), ("双拥路", "雨湖路街道")]


def test_a_component_is_no_place(xiangtan: City) -> None:
    assert names(xiangtan, "井盖") == []


@pytest.mark.parametrize("wanted", ["", " · ", "%", "_", "北京"])
def test_nothing_typed_and_nothing_known_find_nothing(xiangtan: City, wanted: str) -> None:
    assert names(xiangtan, wanted) == []


def test_building_again_doubles_nothing_and_keeps_what_was_given(xiangtan: City) -> None:
    before = Place.objects.count()
    call_command("build_gazetteer", city="xiangtan", verbosity=0)
    assert Place.objects.count() == before
    assert names(xiangtan, "jxgc") == ["双拥路 · 建鑫广场路口"]


def test_one_city_s_places_are_not_another_s(xiangtan: City, boston: City) -> None:
    assert names(boston, "雨湖") == []


def test_the_page_gets_the_place_and_where_it_is(
    cast: Cast, xiangtan: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("acceptor")
    with django_assert_num_queries(4):  # session, account, city, places
        first, *_ = client.get("/api/v1/places?city=xiangtan&q=yhgy&limit=1").json()
    assert first["kind"] == PlaceKind.FACILITY
    assert first["context"] == "平政路街道"
    assert 112.9 < first["lon"] < 112.901
    assert 27.83 < first["lat"] < 27.8305
