"""A report may be sent any number of times; the case is one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from cases.models import Case, CaseEvent, Reporter
from gis_core.ids import uuid7
from tests.factories import Cast, xiangtan
from tests.reports import FIRST_CELL, picture, put_report, report_of


def send(cast: Cast, case_id: Any, who: str = "collector", **said: Any) -> Any:
    return cast.client(who).put(f"/api/v1/cases/{case_id}", report_of(cast, **said), "json")


def test_the_first_report_is_created_and_the_same_again_is_the_same_case(cast: Cast) -> None:
    case_id, at = uuid7(), "2024-05-01T02:00:00+08:00"
    first, again = (send(cast, case_id, reported_at=at) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1
    assert CaseEvent.objects.count() == 1


def test_another_report_under_the_same_id_is_refused_and_changes_nothing(cast: Cast) -> None:
    case_id, at = uuid7(), "2024-05-01T02:00:00+08:00"
    send(cast, case_id, reported_at=at)
    answer = send(cast, case_id, reported_at=at, problem_text="别的问题")
    assert answer.status_code == 422
    assert answer.json()["code"] == "payload_differs"
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert Case.objects.get().problem_text == "夜宵摊店外经营"


def test_another_reporter_s_phone_under_the_same_id_is_another_report(cast: Cast) -> None:
    case_id, at = uuid7(), "2024-05-01T02:00:00+08:00"
    send(cast, case_id, reported_at=at, reporter={"name": "某某", "phone": "13800000001"})
    again = {"name": "某某", "phone": "13800000002"}
    assert send(cast, case_id, reported_at=at, reporter=again).status_code == 422


def test_somebody_else_s_id_does_not_exist(cast: Cast) -> None:
    case_id = put_report(cast, "collector")
    answer = send(cast, case_id, who="acceptor")
    assert answer.status_code == 404
    assert answer.json()["code"] == "case_not_found"


def test_an_outer_order_number_belongs_to_one_case(cast: Cast) -> None:
    put_report(cast, source="phone", outer_number="12345-1")
    answer = send(cast, uuid7(), source="phone", outer_number="12345-1")
    assert answer.status_code == 409
    assert answer.json()["code"] == "outer_number_taken"
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"class": "99999"}, "class_unknown"),
        ({"city": "atlantis"}, "city_unknown"),
        ({"lon": 113.5}, "outside_the_city"),
        ({"lon": 999}, "invalid"),
        ({"datum": "mars"}, "invalid"),
        ({"reported_at": "yesterday"}, "invalid"),
        ({"photos": [{"sha256": "x", "role": "near"}]}, "invalid"),
    ],
)
def test_a_bad_report_gets_a_sentence_and_changes_nothing(
    cast: Cast, change: dict[str, Any], code: str
) -> None:
    answer = send(cast, uuid7(), **change)
    assert 400 <= answer.status_code < 500
    assert answer.json()["code"] == code
    assert answer.json()["detail"]
    assert not Case.objects.exists()


def test_a_place_without_its_datum_is_not_guessed(cast: Cast) -> None:
    payload = report_of(cast)
    del payload["datum"]
    answer = cast.client("collector").put(f"/api/v1/cases/{uuid7()}", payload, "json")
    assert answer.status_code == 400
    assert "datum" in answer.json()["errors"]


def test_a_report_without_a_place_is_kept_and_says_so(cast: Cast) -> None:
    payload = report_of(cast)
    for name in ("lon", "lat", "datum", "accuracy_m"):
        del payload[name]
    case_id = uuid7()
    answer = cast.client("collector").put(f"/api/v1/cases/{case_id}", payload, "json")
    assert answer.status_code == 201
    case = Case.objects.get(pk=case_id)
    assert (case.place_known, case.geom, case.cell) == (False, None, None)


def test_a_phone_s_gcj02_place_is_converted_and_kept_as_sent(cast: Cast) -> None:
    lon, lat = report_of(cast)["lon"], report_of(cast)["lat"]
    # About +0.0054°, -0.0035° here: as WGS 84 it would lie in no cell of this small city.
    case_id = put_report(cast, lon=lon + 0.0054, lat=lat - 0.0034, datum="gcj02")
    case = Case.objects.get(pk=case_id)
    assert case.geom is not None
    assert case.geom.distance(cast.cells[FIRST_CELL].geom.centroid) < 0.0004
    assert (case.datum, case.raw_lon) == ("gcj02", lon + 0.0054)


def test_personal_values_stay_out_of_history_and_are_masked(cast: Cast) -> None:
    case_id = put_report(cast, reporter={"name": "张某某", "phone": "13812345678"})
    answer = cast.client("acceptor").get(f"/api/v1/cases/{case_id}")
    assert answer.json()["reporter"] == {"name": "张**", "phone": "138****5678", "deleted": False}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_casehistory h WHERE h::text LIKE %s"
            " UNION ALL SELECT count(*) FROM cases_caseevent e WHERE e::text LIKE %s"
            " UNION ALL SELECT count(*) FROM live_outboxevent o WHERE o::text LIKE %s",
            ["%13812345678%"] * 3,
        )
        assert [row[0] for row in cursor.fetchall()] == [0, 0, 0]
    Reporter.objects.get().forget(at=Case.objects.get().received_at)
    assert Reporter.objects.get().deleted_at is not None


def test_a_photo_is_stored_under_its_digest_before_the_receipt_says_so(cast: Cast) -> None:
    content, digest = picture()
    case_id = put_report(cast, photos=[{"sha256": digest, "role": "near"}])
    client, url = cast.client("collector"), f"/api/v1/cases/{case_id}/photos/{digest}"
    assert client.get(url).json()["code"] == "photo_missing"
    answer = client.put(url, content, content_type="image/jpeg")
    assert answer.status_code == 201
    assert (answer.json()["stored"], answer.json()["missing"]) == ([digest], [])
    assert client.put(url, content, content_type="image/jpeg").status_code == 200
    shown = client.get(url)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.content.startswith(b"\xff\xd8")


def test_damaged_undeclared_or_unreadable_bytes_are_no_photo(cast: Cast) -> None:
    content, digest = picture()
    _, other = picture("blue")
    junk, junk_digest = b"no picture", "0" * 64
    case_id = put_report(cast, photos=[{"sha256": digest, "role": "near"}])
    client, base = cast.client("collector"), f"/api/v1/cases/{case_id}/photos"
    refused = {
        "photo_damaged": client.put(f"{base}/{digest}", content + b"x", content_type="image/jpeg"),
        "photo_not_declared": client.put(f"{base}/{other}", content, content_type="image/jpeg"),
    }
    assert {code: answer.json()["code"] for code, answer in refused.items()} == {
        code: code for code in refused
    }
    assert client.put(f"{base}/{junk_digest}", junk, content_type="image/jpeg").status_code == 422
    assert not Case.objects.get().photos.stored().exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_phones_with_one_report_make_one_case() -> None:
    cast = xiangtan()
    case_id, at = uuid7(), "2024-05-01T02:00:00+08:00"

    def send_once(_: int) -> int:
        try:
            return int(send(cast, case_id, reported_at=at).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        codes = sorted(pool.map(send_once, range(20)))
    assert codes == [200] * 19 + [201]
    assert Case.objects.count() == 1
