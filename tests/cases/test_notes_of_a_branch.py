"""What is shared is seen by all who handle a case; what is not shared is not seen."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from PIL import Image

from cases.models import CaseNote
from cases.topics import notes_read
from departments.actors import actor_of
from gis_core.ids import uuid7
from tests.factories import NOW, Cast, member
from tests.house.situations import case_in
from tests.reports import picture, put_report

PDF = b"%PDF-1.7 a plan of the pipes"


def note(cast: Cast, case_id: UUID, who: str, text: str, **said: Any) -> Any:
    return cast.client(who).post(
        f"/api/v1/cases/{case_id}/notes", {"text": text, **said}, format="json"
    )


def texts(cast: Cast, case_id: UUID, who: str) -> list[str]:
    answer = cast.client(who).get(f"/api/v1/cases/{case_id}/notes")
    assert answer.status_code == 200, answer.content
    return [row["text"] for row in answer.json()]


@pytest.fixture
def joint(cast: Cast) -> UUID:
    """岳塘区 leads, 雨湖区 is a co-handler; each has its dispatcher."""
    cast.users["dispatcher_yuetang"] = member(
        cast, "dispatcher_yuetang", "dispatcher_sub", "yuetang"
    )
    return case_in(cast, "joint")


def test_a_shared_note_is_seen_by_every_side_and_an_inner_one_by_its_branch(
    cast: Cast, joint: UUID
) -> None:
    note(cast, joint, "dispatcher_yuetang", "需要停水两小时", shared=True)
    note(cast, joint, "dispatcher_yuetang", "班组人手不足", shared=False)
    note(cast, joint, "dispatcher_sub", "我方只做路面")
    note(cast, joint, "acceptor", "中心内部：多次投诉")
    assert texts(cast, joint, "dispatcher_yuetang") == ["需要停水两小时", "班组人手不足"]
    assert texts(cast, joint, "dispatcher_sub") == ["需要停水两小时", "我方只做路面"]
    assert texts(cast, joint, "shift_leader") == ["需要停水两小时", "中心内部：多次投诉"]


def test_a_sub_platform_reads_its_units_notes_and_not_the_reverse(cast: Cast) -> None:
    case_id = case_in(cast, "assigned")
    note(cast, case_id, "handler", "现场要两个人")
    note(cast, case_id, "dispatcher_sub", "优先处理")
    assert texts(cast, case_id, "dispatcher_sub") == ["现场要两个人", "优先处理"]
    assert texts(cast, case_id, "handler") == ["现场要两个人"]
    assert texts(cast, case_id, "acceptor") == []


def test_live_news_of_a_note_is_for_its_readers(cast: Cast, joint: UUID) -> None:
    inner = UUID(note(cast, joint, "dispatcher_yuetang", "内部").json()["id"])
    shared = UUID(note(cast, joint, "dispatcher_yuetang", "共享", shared=True).json()["id"])
    heard = {
        who: notes_read(actor_of(cast.users[who], NOW), {inner, shared})
        for who in ("dispatcher_yuetang", "dispatcher_sub", "acceptor", "handler")
    }
    assert heard["dispatcher_yuetang"] == {inner, shared}
    assert heard["dispatcher_sub"] == heard["acceptor"] == {shared}
    assert heard["handler"] == set()  # its own sub-platform sees the case; the unit does not


def test_whoever_does_not_see_the_case_neither_reads_nor_writes(cast: Cast) -> None:
    case_id = put_report(cast)
    assert note(cast, case_id, "handler", "？").status_code == 404
    assert cast.client("handler").get(f"/api/v1/cases/{case_id}/notes").status_code == 404


def test_a_note_sent_twice_is_written_once_and_another_under_its_id_is_refused(cast: Cast) -> None:
    case_id, note_id = put_report(cast), str(uuid7())
    said = [note(cast, case_id, "acceptor", "一次", id=note_id) for _ in range(2)]
    assert [answer.status_code for answer in said] == [201, 200]
    assert CaseNote.objects.count() == 1
    assert note(cast, case_id, "acceptor", "另一条", id=note_id).json()["code"] == "note_differs"
    assert note(cast, case_id, "acceptor", "  ").status_code == 400


@pytest.mark.parametrize(
    "statement", ["UPDATE cases_casenote SET text = '改'", "DELETE FROM cases_casenote"]
)
def test_nobody_edits_what_was_noted(cast: Cast, statement: str) -> None:
    note(cast, put_report(cast), "acceptor", "写下就不改")
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="Cannot update"):
        cursor.execute(statement)


def add_file(cast: Cast, note_id: str, who: str, content: bytes) -> Any:
    digest = hashlib.sha256(content).hexdigest()
    address = f"/api/v1/notes/{note_id}/files/{digest}"
    return cast.client(who).put(address, content, content_type="application/pdf")


def test_a_file_is_read_by_whoever_may_read_its_note(cast: Cast, joint: UUID) -> None:
    inner = note(cast, joint, "dispatcher_yuetang", "管线图（内部）").json()["id"]
    shared = note(cast, joint, "dispatcher_yuetang", "管线图", shared=True).json()["id"]
    for note_id in (inner, shared):
        assert add_file(cast, note_id, "dispatcher_yuetang", PDF).status_code == 201
        assert add_file(cast, note_id, "dispatcher_yuetang", PDF).status_code == 200
        assert add_file(cast, note_id, "dispatcher_sub", PDF).status_code == 404  # not theirs
    digest = hashlib.sha256(PDF).hexdigest()
    read = cast.client("dispatcher_sub").get(f"/api/v1/notes/{shared}/files/{digest}")
    assert (read.content, read["Content-Type"]) == (PDF, "application/pdf")
    assert read["Content-Disposition"] == "attachment"
    unseen = cast.client("dispatcher_sub").get(f"/api/v1/notes/{inner}/files/{digest}")
    assert unseen.status_code == 404
    rows = cast.client("dispatcher_sub").get(f"/api/v1/cases/{joint}/notes").json()
    assert [file["sha256"] for file in rows[0]["files"]] == [digest]


def test_a_picture_is_kept_without_what_the_camera_wrote(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    note_id = note(cast, put_report(cast), "acceptor", "现场照片").json()["id"]
    assert add_file(cast, note_id, "acceptor", out.getvalue()).status_code == 201
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    kept = cast.client("acceptor").get(f"/api/v1/notes/{note_id}/files/{digest}").content
    assert b"SECRET-CAMERA" in out.getvalue()
    assert b"SECRET-CAMERA" not in kept


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"MZ an executable", "photo_unreadable"), (b"<script>", "photo_unreadable")],
)
def test_what_is_no_picture_and_no_pdf_is_refused(cast: Cast, content: bytes, code: str) -> None:
    note_id = note(cast, put_report(cast), "acceptor", "附件").json()["id"]
    assert add_file(cast, note_id, "acceptor", content).json()["code"] == code


def test_bytes_that_are_not_what_their_digest_says_are_refused(cast: Cast) -> None:
    note_id = note(cast, put_report(cast), "acceptor", "附件").json()["id"]
    _, digest = picture()
    address = f"/api/v1/notes/{note_id}/files/{digest}"
    answer = cast.client("acceptor").put(address, PDF, content_type="application/pdf")
    assert answer.json()["code"] == "photo_damaged"
