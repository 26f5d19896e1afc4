"""A reporter's name and phone: masked, shown with a reason that stays, and gone when it is time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg import sql

from cases.models import Case, CaseEvent, CasePractice, Reporter, RevealLog
from cases.retention import forget_reporters
from cases.tasks import forget_old_reporters
from tests.factories import Cast, member
from tests.pictures import camera_note, photo, upload
from tests.reports import lead, put_report, use
from tests.tampering import unguarded

NAME, PHONE = "欧阳金丝雀", "13900004444"
CONTACT = {"name": NAME, "phone": PHONE}
WHY = {"reason": "回访核实门牌号"}


def call_in(cast: Cast, **said: Any) -> UUID:
    return put_report(cast, "phone_operator", source="phone", reporter=CONTACT, **said)


def reveal(cast: Cast, case_id: UUID, who: str, said: dict[str, str] | None = None) -> Any:
    return cast.client(who).post(f"/api/v1/cases/{case_id}/reveal", said or {}, "json")


def test_a_phone_is_shown_with_a_reason_that_is_kept(cast: Cast) -> None:
    case_id = call_in(cast)
    shown = cast.client("acceptor").get(f"/api/v1/cases/{case_id}").json()["reporter"]
    assert (shown["name"], shown["phone"]) == ("欧****", "139****4444")
    answer = reveal(cast, case_id, "acceptor", WHY)
    assert answer.json() == CONTACT
    assert answer["Cache-Control"] == "no-store"
    log = RevealLog.objects.get()
    assert (log.case_id, log.actor, log.post) == (case_id, cast.users["acceptor"], "acceptor")
    assert (log.what, log.reason) == ("contact", WHY["reason"])


def test_without_a_reason_or_a_right_nothing_is_shown(cast: Cast) -> None:
    case_id = call_in(cast)
    answer = reveal(cast, case_id, "acceptor", {"reason": "  "})
    assert (answer.status_code, answer.json()["code"]) == (422, "reason_missing")
    for who, status in (("leader", 403), ("handler", 404), ("collector", 403)):
        answer = reveal(cast, case_id, who, WHY)
        assert answer.status_code == status
        assert PHONE not in answer.content.decode()
    assert not RevealLog.objects.exists()


def test_a_right_in_one_district_is_none_in_another(cast: Cast) -> None:
    elsewhere = member(cast, "elsewhere", "acceptor", "centre", area_codes=["430304"])
    here = member(cast, "here", "acceptor", "centre", area_codes=["430302"])
    case_id = call_in(cast)
    url = f"/api/v1/cases/{case_id}/reveal"
    assert cast.client(elsewhere).post(url, WHY, "json").status_code == 404
    assert cast.client(here).post(url, WHY, "json").status_code == 200


def test_where_nobody_left_a_name_there_is_nothing_to_reveal(cast: Cast) -> None:
    answer = reveal(cast, put_report(cast), "acceptor", WHY)
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing_to_reveal")
    case_id = call_in(cast)
    Reporter.objects.get().forget(at=timezone.now())
    assert reveal(cast, case_id, "acceptor", WHY).json()["code"] == "nothing_to_reveal"
    assert not RevealLog.objects.exists()


def test_the_log_of_looks_is_never_edited(cast: Cast) -> None:
    reveal(cast, call_in(cast), "acceptor", WHY)
    for change in (
        lambda: RevealLog.objects.update(reason="别的理由"),
        lambda: RevealLog.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_original_is_seen_with_a_reason_and_has_its_exif(cast: Cast) -> None:
    taken = photo(exif=camera_note(at=timezone.now(), lon=112.9, lat=27.8))
    case_id = put_report(cast, photos=[taken.declared])
    url = f"/api/v1/cases/{case_id}/photos/{taken.sha256}/original"
    leader = cast.client("shift_leader")
    assert leader.post(url, WHY, "json").json()["code"] == "photo_missing"
    upload(cast, case_id, taken)
    assert cast.client("collector").post(url, WHY, "json").status_code == 403
    assert leader.post(url, {}, "json").json()["code"] == "reason_missing"
    answer = leader.post(url, WHY, "json")
    assert answer.content == taken.content
    log = RevealLog.objects.get()
    assert log.photo is not None
    assert (log.what, log.photo.sha256) == ("original", taken.sha256)


def closed_days_ago(cast: Cast, days: int, *, until: str = "close") -> UUID:
    """A phone case whose last event was so many days ago."""
    case_id = call_in(cast)
    lead(cast, case_id, until="accept")
    use(cast, case_id, "acceptor", "send_verify", {})
    use(cast, case_id, "collector", "verify", {})
    for who, verb, said in ROAD:
        assert use(cast, case_id, who, verb, said).status_code == 200, verb
        if verb == until:
            break
    age(case_id, days)
    return case_id


ROAD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("shift_leader", "file", {}),
    ("dispatcher_city", "dispatch", {"organization": "yuhu"}),
    ("dispatcher_sub", "acknowledge", {}),
    ("dispatcher_sub", "handle", {}),
    ("dispatcher_sub", "reply", {}),
    ("acceptor", "send_check", {}),
    ("checker", "check", {}),
    ("shift_leader", "close", {}),
)


def age(case_id: UUID, days: int) -> None:
    with unguarded():
        CaseEvent.objects.filter(case=case_id).update(at=timezone.now() - timedelta(days=days))


def left() -> set[UUID]:
    return set(Reporter.objects.exclude(phone="").values_list("case", flat=True))


def test_what_ended_long_ago_is_forgotten_and_the_rest_is_kept(cast: Cast) -> None:
    old, recent = closed_days_ago(cast, 400), closed_days_ago(cast, 300)
    still_open = closed_days_ago(cast, 400, until="reply")
    assert forget_reporters(cast.city, at=timezone.now()) == 1
    assert left() == {recent, still_open}
    tombstone = Reporter.objects.get(case=old)
    assert (tombstone.name, tombstone.phone) == ("", "")
    assert tombstone.deleted_at is not None
    assert forget_reporters(cast.city, at=timezone.now()) == 0


def test_a_merged_report_lives_as_long_as_the_case_it_follows(cast: Cast) -> None:
    first, second = put_report(cast), call_in(cast)
    use(cast, second, "acceptor", "merge", {"into": str(first)})
    age(second, 400)
    assert forget_reporters(cast.city, at=timezone.now()) == 0
    use(cast, first, "acceptor", "refuse", {"note": "不属本市"})
    assert forget_reporters(cast.city, at=timezone.now()) == 1


def test_a_city_decides_how_long_and_the_worker_keeps_to_it(cast: Cast) -> None:
    closed_days_ago(cast, 40)
    forget_old_reporters(timestamp=0)
    assert len(left()) == 1
    CasePractice.objects.create(city=cast.city, reporters_kept_days=30)
    forget_old_reporters(timestamp=0)
    assert left() == set()


def test_the_command_says_what_it_would_do_and_does_it(cast: Cast) -> None:
    closed_days_ago(cast, 40)
    out = StringIO()
    call_command("forget_reporters", "--older-than", "30", "--dry-run", stdout=out)
    assert "would delete the values of 1 reporters" in out.getvalue()
    assert len(left()) == 1
    call_command("forget_reporters", "--older-than", "30", "--city", "xiangtan", stdout=out)
    assert left() == set()


def tables_with(word: str) -> Iterator[str]:
    """Every table of the database, whatever its schema, that holds the word in any column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm')"
            " AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        )
        for schema, table in cursor.fetchall():
            ask = sql.SQL("SELECT EXISTS (SELECT FROM {} t WHERE t::text LIKE %s)")
            named = sql.Identifier(schema, table)
            cursor.execute(ask.format(named), [f"%{word}%"])
            if cursor.fetchone()[0]:
                yield table


def live(cast: Cast) -> Case:
    """A case that goes through everything that might write a value down somewhere."""
    case_id = closed_days_ago(cast, 0)
    reveal(cast, case_id, "shift_leader", WHY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_reporter SET name = name || '女士'")
    use(cast, case_id, "shift_leader", "reopen", {"note": "报告人要求"})
    return Case.objects.get(pk=case_id)


def test_values_stand_in_one_table_and_then_in_none(
    cast: Cast, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    live(cast)
    for word in (NAME, PHONE):
        assert list(tables_with(word)) == ["cases_reporter"]
    at: datetime = timezone.now()
    Reporter.objects.get().forget(at=at)
    for word in (NAME, PHONE, "金丝雀", "00004444"):
        assert list(tables_with(word)) == []
    said = caplog.text + "".join(capfd.readouterr())
    assert NAME not in said
    assert PHONE not in said


def test_that_values_were_changed_is_recorded_without_them(cast: Cast) -> None:
    live(cast)
    Reporter.objects.get().forget(at=timezone.now())
    history = apps.get_model("cases", "ReporterHistory")
    labels = history.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update", "update"]
    kept = {field.name for field in history._meta.fields}
    assert {"case", "deleted_at"} <= kept
    assert not {"name", "phone"} & kept
