"""Classes and organisations as pickers on a page ask for them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from grids.models import City
from tests.factories import Cast


def test_the_classes_of_a_city_are_a_tree_of_major_and_minor(cast: Cast) -> None:
    rows = cast.client("acceptor").get("/api/v1/classes?city=xiangtan").json()
    by_code = {row["code"]: row for row in rows}
    assert by_code["03001"]["parent"] == by_code["03"]["id"]
    assert by_code["03001"]["name"] == "店外经营"
    assert (by_code["01"]["kind"], by_code["01"]["level"]) == ("component", "major")


def test_the_organisations_of_a_city_are_a_tree(cast: Cast) -> None:
    rows = cast.client("acceptor").get("/api/v1/organizations?city=xiangtan").json()
    by_code = {row["code"]: row for row in rows}
    assert by_code["yuhu-unit"]["parent"] == by_code["yuhu"]["id"]
    assert by_code["yuhu"]["takes_dispatches"]
    assert not by_code["yuhu-unit"]["takes_dispatches"]
    assert by_code["bureau"]["parent"] is None


@pytest.mark.parametrize("path", ["classes", "organizations"])
def test_one_city_s_lists_do_not_show_in_another(cast: Cast, boston: City, path: str) -> None:
    assert cast.client("acceptor").get(f"/api/v1/{path}?city=boston").json() == []


@pytest.mark.parametrize("path", ["classes", "organizations"])
def test_a_list_takes_the_same_queries_however_long_it_is(
    cast: Cast, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("acceptor")
    with django_assert_num_queries(4):  # session, account, city, rows
        client.get(f"/api/v1/{path}?city=xiangtan")
