"""The network as the web map and the phone ask for it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from grids.models import City
from tests.factories import Cast
from tests.ground import centre_of

SESSION_AND_USER = 2


def test_everybody_may_know_which_cities_there_are(client: Client, cast: Cast) -> None:
    (city,) = client.get("/api/v1/cities").json()
    assert city["slug"] == "xiangtan"
    assert city["bbox"] == [112.9, 27.83, 112.904, 27.832]
    assert city["centre"] == [112.902, 27.831]


def test_a_city_without_a_network_has_no_box(client: Client, boston: City) -> None:
    (city,) = client.get("/api/v1/cities").json()
    assert city["bbox"] is None


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("districts", ["430302", "430304"]),
        ("streets", ["430302001", "430302002", "430304001"]),
        ("communities", ["430302001001", "430302002001", "430304001001"]),
    ],
)
def test_the_levels_of_the_network_are_listed_in_the_order_of_their_codes(
    cast: Cast, path: str, codes: list[str]
) -> None:
    page = cast.client("collector").get(f"/api/v1/{path}?city=xiangtan").json()
    assert page["type"] == "FeatureCollection"
    assert [feature["properties"]["code"] for feature in page["features"]] == codes
    assert page["features"][0]["geometry"]["type"] == "MultiPolygon"


def test_cells_are_narrowed_by_district_street_and_box(cast: Cast) -> None:
    client = cast.client("analyst")

    def codes(query: str) -> list[str]:
        page = client.get(f"/api/v1/cells?city=xiangtan&{query}").json()
        return [feature["properties"]["code"][-6:] for feature in page["features"]]

    assert len(codes("")) == 8
    assert len(codes("district=430304")) == 4
    assert codes("street=430302002") == ["001001", "001002"]
    assert len(codes("bbox=112.9002,27.8302,112.9008,27.8308")) == 1


def test_pages_of_cells_follow_each_other_without_gap_or_repeat(cast: Cast) -> None:
    client = cast.client("analyst")
    seen: list[str] = []
    address = "/api/v1/cells?city=xiangtan&page_size=3"
    while address:
        page = client.get(address).json()
        seen += [feature["properties"]["code"] for feature in page["features"]]
        address = page["next"]
    assert len(seen) == 8
    assert seen == sorted(set(seen))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "city_unknown"),
        ("city=atlantis", "city_unknown"),
        ("city=xiangtan%00", "bad_parameter"),
        ("city=xiangtan&page_size=0", "bad_parameter"),
        ("city=xiangtan&page_size=100000", "bad_parameter"),
        ("city=xiangtan&cursor=nonsense", "bad_parameter"),
        ("city=xiangtan&bbox=1,2,3", "bad_parameter"),
        ("city=xiangtan&bbox=3,2,1,4", "bad_parameter"),
        ("city=xiangtan&district=%07", "bad_parameter"),
    ],
)
def test_a_list_says_what_is_wrong_with_its_parameters(cast: Cast, query: str, code: str) -> None:
    answer = cast.client("analyst").get(f"/api/v1/cells?{query}")
    assert answer.status_code == 400
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code


def test_a_point_is_told_its_cell_street_and_district(cast: Cast) -> None:
    cell = cast.cells["430304001001001"]
    lon, lat = centre_of(cell)
    said = (
        cast.client("collector").get(f"/api/v1/cells/at?city=xiangtan&lon={lon}&lat={lat}").json()
    )
    assert said["how"] == "inside"
    assert said["distance_m"] == 0
    assert said["cell"] == {"id": str(cell.pk), "code": cell.code, "rural": False}
    assert said["street"]["code"] == "430304001"
    assert said["district"] == {"code": "430304", "name": "岳塘区", "name_en": "Yuetang"}
    assert said["community"]["code"] == "430304001001"


def test_a_phone_s_gcj02_position_is_turned_before_it_is_asked(cast: Cast) -> None:
    """GCJ-02 lies some 500 m off here: read as WGS 84 the same numbers are outside the city."""
    at = "/api/v1/cells/at?city=xiangtan&lon=112.9066&lat=27.8275"
    client = cast.client("collector")
    assert client.get(at).json()["how"] == "outside"
    assert client.get(f"{at}&datum=gcj02").json()["how"] == "inside"


def test_a_point_outside_the_city_has_no_cell(cast: Cast) -> None:
    said = cast.client("collector").get("/api/v1/cells/at?city=xiangtan&lon=113.5&lat=27.8").json()
    assert said["how"] == "outside"
    assert said["cell"] is said["street"] is said["district"] is said["distance_m"] is None


def test_a_point_in_a_city_without_a_network_is_told_so(boston: City, cast: Cast) -> None:
    answer = cast.client("collector").get("/api/v1/cells/at?city=boston&lon=-71.06&lat=42.36")
    assert answer.status_code == 404
    assert answer.json()["code"] == "no_network"


@pytest.mark.parametrize("path", ["districts", "streets", "communities", "cells"])
def test_a_page_takes_the_same_queries_however_long_it_is(
    cast: Cast, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("analyst")
    with django_assert_num_queries(SESSION_AND_USER + 2):  # the city and the page
        client.get(f"/api/v1/{path}?city=xiangtan")
