"""The nearest toilet, with metres, from wherever somebody stands."""

import random
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.db import connection
from pyproj import Geod
from pytest_django import DjangoAssertNumQueries

from facilities.models import Facility, FacilityKind, FacilityState
from facilities.nearest import nearest
from grids.models import City
from tests.factories import Cast

HERE = Point(112.902, 27.831, srid=4326)
GEOD = Geod(ellps="WGS84")


def facility(cast: Cast, code: str, geom: GEOSGeometry, **said: Any) -> Facility:
    geom.srid = 4326
    fields = {"kind": FacilityKind.TOILET, "name": f"{code}号公厕", **said}
    return Facility(city=cast.city, code=code, geom=geom, **fields)


def metres_east(metres: float) -> Point:
    lon, lat, _ = GEOD.fwd(HERE.x, HERE.y, 90, metres)
    return Point(lon, lat)


def test_the_nearest_comes_first_with_metres_on_the_ellipsoid(cast: Cast) -> None:
    Facility.objects.bulk_create(
        facility(cast, f"W{metres}", metres_east(metres)) for metres in (900, 100, 400)
    )
    found = nearest(Facility.objects.of(cast.city), HERE, at_most=2, radius_m=5000)
    assert [row.facility.code for row in found] == ["W100", "W400"]
    assert [row.distance_m for row in found] == pytest.approx([100, 400], abs=0.01)


def test_nothing_beyond_the_radius_is_near(cast: Cast) -> None:
    facility(cast, "W501", metres_east(501)).save()
    facility(cast, "W499", metres_east(499)).save()
    found = nearest(Facility.objects.of(cast.city), HERE, at_most=9, radius_m=500)
    assert [row.facility.code for row in found] == ["W499"]


def test_a_park_is_as_far_as_its_edge_and_a_road_as_its_line(cast: Cast) -> None:
    park = Polygon.from_bbox((112.903, 27.830, 112.913, 27.832))
    facility(cast, "P", park, kind=FacilityKind.PARK).save()
    road = LineString((112.9, 27.8312), (112.904, 27.8312))
    facility(cast, "R", road, kind=FacilityKind.ROAD).save()
    found = nearest(Facility.objects.of(cast.city), HERE, at_most=9, radius_m=500)
    assert [row.facility.code for row in found] == ["R", "P"]
    assert found[0].distance_m == pytest.approx(22.2, abs=0.1)
    assert found[1].distance_m == pytest.approx(98.5, abs=0.1)


@pytest.mark.parametrize("seed", range(3))
def test_the_answer_is_that_of_measuring_every_one(cast: Cast, seed: int) -> None:
    rng = random.Random(seed)
    rows = [
        facility(cast, f"F{n:03}", Point(rng.uniform(112.6, 113.2), rng.uniform(27.6, 28.1)))
        for n in range(300)
    ]
    Facility.objects.bulk_create(rows)
    metres = {r.code: GEOD.inv(HERE.x, HERE.y, r.geom.x, r.geom.y)[2] for r in rows}
    expected = sorted(metres, key=metres.__getitem__)[:20]
    found = nearest(Facility.objects.of(cast.city), HERE, at_most=20, radius_m=50_000)
    assert [row.facility.code for row in found] == expected


def test_a_rare_kind_is_found_by_its_own_index_among_many_components(cast: Cast) -> None:
    rng = random.Random(7)

    def somewhere() -> Point:
        return Point(rng.uniform(112.8, 113.0), rng.uniform(27.7, 27.9))

    Facility.objects.bulk_create(
        facility(cast, f"C{n}", somewhere(), kind=FacilityKind.COMPONENT) for n in range(3000)
    )
    Facility.objects.bulk_create(facility(cast, f"T{n}", somewhere()) for n in range(100))
    statements = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE facilities_facility")
    toilets = Facility.objects.of(cast.city).of_kind(FacilityKind.TOILET)
    with connection.execute_wrapper(keep):
        assert len(nearest(toilets, HERE, at_most=3, radius_m=50_000)) == 3
    with connection.cursor() as cursor:
        plans = []
        for sql, params in statements:
            cursor.execute(f"EXPLAIN {sql}", params)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    assert "facility_nearest" in plans[0]
    assert all("Seq Scan" not in plan for plan in plans)


def test_the_page_asks_by_kind_and_place(cast: Cast) -> None:
    facility(cast, "T", metres_east(50), opening_hours="06:00-22:00").save()
    facility(cast, "M", metres_east(20), kind=FacilityKind.MARKET).save()
    facility(cast, "X", metres_east(10), state=FacilityState.REMOVED).save()
    at = f"/api/v1/facilities/nearest?city=xiangtan&lon={HERE.x}&lat={HERE.y}"
    (first,) = cast.client("collector").get(f"{at}&kind=toilet").json()
    assert first["code"] == "T"
    assert first["distance_m"] == pytest.approx(50, abs=0.01)
    assert first["opening_hours"] == "06:00-22:00"
    both = cast.client("collector").get(f"{at}&kind=toilet,market&limit=5").json()
    assert [row["code"] for row in both] == ["M", "T"]


@pytest.mark.parametrize(
    "wrong", ["kind=castle", "limit=0", "limit=51", "radius_m=0", "radius_m=nan", "datum=mars"]
)
def test_a_question_that_makes_no_sense_is_refused(cast: Cast, wrong: str) -> None:
    at = f"/api/v1/facilities/nearest?city=xiangtan&lon={HERE.x}&lat={HERE.y}&{wrong}"
    answer = cast.client("collector").get(at)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


def test_facilities_are_listed_as_geojson_by_kind_and_box(
    cast: Cast, boston: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    water = cast.organizations["water"]
    Facility.objects.bulk_create(
        [
            facility(cast, "A", Point(112.9005, 27.8305), owner=water),
            facility(cast, "B", Point(112.9035, 27.8315), owner=water),
            facility(cast, "C", Point(112.9005, 27.8305), kind=FacilityKind.MARKET),
        ]
    )
    client = cast.client("analyst")
    box = "bbox=112.9,27.83,112.901,27.831"
    with django_assert_num_queries(5):  # session, account, city, what it may do, page
        page = client.get(f"/api/v1/facilities?city=xiangtan&kind=toilet&{box}").json()
    (only,) = page["features"]
    assert only["properties"]["code"] == "A"
    assert only["properties"]["owner_name"] == "供水单位"
    assert page["next"] is None
    assert client.get("/api/v1/facilities?city=boston").json()["features"] == []
