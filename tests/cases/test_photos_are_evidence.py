"""What photos prove, and what they do not."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.models import CasePhoto, CasePractice
from gis_core.datum import Datum, point_from_wgs84
from tests.factories import Cast
from tests.ground import centre_of
from tests.pictures import Photo, camera_note, photo, upload
from tests.reports import FIRST_CELL, lead, picture, put_report, use

CHINA = ZoneInfo("Asia/Shanghai")


def reported_with(cast: Cast, *photos: Photo, **said: Any) -> UUID:
    case_id = put_report(cast, photos=[one.declared for one in photos], **said)
    for one in photos:
        assert upload(cast, case_id, one).status_code == 201
    return case_id


def document(cast: Cast, case_id: UUID, who: str = "acceptor") -> dict[str, Any]:
    case: dict[str, Any] = cast.client(who).get(f"/api/v1/cases/{case_id}").json()
    return case


def findings(case: dict[str, Any]) -> list[str]:
    return [finding["code"] for one in case["photos"] for finding in one["findings"]]


def test_a_photo_taken_on_the_spot_a_minute_ago_raises_no_question(cast: Cast) -> None:
    lon, lat = centre_of(cast.cells[FIRST_CELL])
    now = timezone.now().astimezone(CHINA)
    taken = photo(exif=camera_note(at=now, lon=lon, lat=lat))
    case = document(cast, reported_with(cast, taken))
    (shown,) = case["photos"]
    assert shown["place_off_m"] < 1
    assert abs(shown["time_off_min"]) < 2
    assert findings(case) == []


@pytest.mark.parametrize(
    ("metres_east", "minutes", "found"),
    [
        (90, 0, []),
        (110, 0, ["far_from_case"]),
        (0, -59, []),
        (0, -62, ["other_time"]),
        (0, 63, ["other_time"]),
        (5000, -3000, ["far_from_case", "other_time"]),
    ],
)
def test_a_photo_from_elsewhere_or_another_time_says_so(
    cast: Cast, metres_east: float, minutes: float, found: list[str]
) -> None:
    lon, lat = centre_of(cast.cells[FIRST_CELL])
    reported_at = timezone.now() - timedelta(minutes=1)
    at = reported_at.astimezone(CHINA) + timedelta(minutes=minutes)
    exif = camera_note(at=at, lon=lon + metres_east / 98_400, lat=lat)
    case = document(
        cast, reported_with(cast, photo(exif=exif), reported_at=reported_at.isoformat())
    )
    assert findings(case) == found


def test_a_phone_that_writes_gcj_02_is_no_liar(cast: Cast) -> None:
    lon, lat = centre_of(cast.cells[FIRST_CELL])
    shifted_lon, shifted_lat = point_from_wgs84(lon, lat, Datum.GCJ02)
    exif = camera_note(lon=shifted_lon, lat=shifted_lat)
    case = document(cast, reported_with(cast, photo(exif=exif)))
    assert case["photos"][0]["place_off_m"] < 1


def test_a_camera_that_says_its_offset_is_read_by_it(cast: Cast) -> None:
    at = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
    reported_with(cast, photo(exif=camera_note(at=at, offset="+00:00")))
    assert CasePhoto.objects.get().exif_taken_at == at
    reported_with(cast, photo(2, exif=camera_note(at=at)))
    local = at.replace(tzinfo=CHINA)
    assert CasePhoto.objects.order_by("-declared_at")[0].exif_taken_at == local


def test_a_photo_without_camera_s_notes_is_neither_right_nor_wrong(cast: Cast) -> None:
    case = document(cast, reported_with(cast, photo()))
    (shown,) = case["photos"]
    assert (shown["exif_taken_at"], shown["place_off_m"], shown["time_off_min"]) == (None,) * 3
    assert shown["findings"] == []


def test_the_same_picture_under_two_reports_is_found_however_it_was_saved(cast: Cast) -> None:
    first = reported_with(cast, photo(7))
    again = reported_with(cast, photo(7, quality=40, size=(320, 240)))
    other = reported_with(cast, photo(8))
    (finding,) = document(cast, again)["photos"][0]["findings"]
    assert (finding["code"], finding["case"]) == ("same_picture", str(first))
    assert findings(document(cast, first)) == []
    assert findings(document(cast, other)) == []


def test_which_other_case_has_the_picture_is_told_only_to_those_who_may_see_it(
    cast: Cast,
) -> None:
    reported_with(cast, photo(7))
    again = reported_with(cast, photo(7, quality=40))
    lead(cast, again, until="dispatch")
    (finding,) = document(cast, again, "dispatcher_sub")["photos"][0]["findings"]
    assert (finding["code"], finding["case"]) == ("same_picture", None)


def test_an_after_that_is_the_before_once_more_is_found(cast: Cast) -> None:
    case_id = reported_with(cast, photo(7, role="before"), photo(7, role="after", quality=50))
    assert findings(document(cast, case_id)) == ["same_picture"]


def test_two_tries_at_one_photo_are_no_finding(cast: Cast) -> None:
    case_id = reported_with(cast, photo(7), photo(7, quality=60))
    assert findings(document(cast, case_id)) == []


def test_a_black_night_is_like_no_other(cast: Cast) -> None:
    for colour in ("black", "red"):
        content, _ = picture(colour)
        case_id = reported_with(cast, Photo(content))
        assert findings(document(cast, case_id)) == []
    assert set(CasePhoto.objects.values_list("look", flat=True)) == {None}


def test_a_result_that_was_photographed_before_the_report_is_found(cast: Cast) -> None:
    case_id = put_report(cast)
    lead(cast, case_id, until="handle")
    yesterday = timezone.now().astimezone(CHINA) - timedelta(days=1)
    after = photo(role="after", exif=camera_note(at=yesterday))
    use(cast, case_id, "handler", "reply", {"photos": [after.declared]})
    assert upload(cast, case_id, after, "handler").status_code == 201
    assert findings(document(cast, case_id)) == ["other_time", "older_than_case"]


def missing(cast: Cast, case_id: UUID) -> dict[str, list[str]]:
    return {row["verb"]: row["roles"] for row in document(cast, case_id)["missing_evidence"]}


def test_what_is_missing_is_listed_and_nobody_is_held_up(cast: Cast) -> None:
    near = photo(1)
    case_id = reported_with(cast, near)
    assert missing(cast, case_id) == {"collect": ["far"], "self_handle": ["before", "after"]}
    lead(cast, case_id, until="handle")
    assert missing(cast, case_id) == {"collect": ["far"], "reply": ["after"]}
    lead_on = [("handler", "reply"), ("acceptor", "send_check"), ("checker", "check")]
    for who, verb in lead_on:
        assert use(cast, case_id, who, verb, {}).status_code == 200
    assert missing(cast, case_id) == {"collect": ["far"], "reply": ["after"], "check": ["after"]}


def test_a_photo_that_was_only_promised_is_still_missing(cast: Cast) -> None:
    promised = photo(1, role="far")
    case_id = put_report(cast, photos=[promised.declared])
    assert missing(cast, case_id)["collect"] == ["near", "far"]
    upload(cast, case_id, promised)
    assert missing(cast, case_id)["collect"] == ["near"]


def test_nobody_asks_a_caller_for_photos(cast: Cast) -> None:
    case_id = put_report(cast, "phone_operator", source="phone")
    assert missing(cast, case_id) == {}


def test_what_was_shown_before_a_rework_shows_nothing_after_it(cast: Cast) -> None:
    case_id = put_report(cast)
    lead(cast, case_id, until="handle")
    first = photo(1, role="after")
    use(cast, case_id, "handler", "reply", {"photos": [first.declared]})
    upload(cast, case_id, first, "handler")
    assert "reply" not in missing(cast, case_id)
    use(cast, case_id, "acceptor", "send_check", {})
    use(cast, case_id, "checker", "rework", {"note": "仍有油渍"})
    assert missing(cast, case_id)["reply"] == ["after"]


def test_a_city_may_refuse_a_reply_without_its_photo(cast: Cast) -> None:
    CasePractice.objects.create(city=cast.city, evidence_required=["reply"])
    case_id = put_report(cast)
    lead(cast, case_id, until="handle")
    answer = use(cast, case_id, "handler", "reply", {"note": "已清理"})
    assert (answer.status_code, answer.json()["code"]) == (422, "evidence_missing")
    assert "处理后" in answer.json()["detail"]
    shown = document(cast, case_id)["missing_evidence"]
    assert [row["refused"] for row in shown if row["verb"] == "reply"] == [True]
    after = photo(1, role="after")
    assert use(cast, case_id, "handler", "reply", {"photos": [after.declared]}).status_code == 200


def test_the_public_copy_says_nothing_of_the_camera(cast: Cast) -> None:
    taken = photo(exif=camera_note(at=timezone.now(), lon=112.9, lat=27.8))
    case_id = reported_with(cast, taken)
    answer = cast.client("acceptor").get(f"/api/v1/cases/{case_id}/photos/{taken.sha256}")
    assert b"Exif" in taken.content
    assert b"Exif" not in answer.content
