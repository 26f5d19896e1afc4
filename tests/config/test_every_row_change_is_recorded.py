"""Who changed which row, when and with what: by the API, by a page, by a job or with psql."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import DeviceToken, User
from tests.factories import Cast, xiangtan
from tests.reports import lead, put_report

ROOMS: Final = (
    "accounts", "cases", "demo", "departments", "facilities", "grids", "importers", "live",
    "standards", "tiles",
)  # fmt: skip

WITHOUT_HISTORY: Final = {
    # Append-only: a trigger refuses every change, so the row is its own history.
    "CaseEvent": "append-only, and chained by digests",
    "RevealLog": "append-only",
    "CaseNote": "append-only",
    "PublicMonth": "append-only",
    "NoteFile": "append-only",
    "NetworkEdit": "append-only, with every row as it was and as it became",
    # Written by a machine from other rows, and written anew.
    "OutboxEvent": "news, gone in three days",
    "Place": "derived from facilities and areas",
    "Shape": "derived from areas, whose history is kept",
    # Worked out from the events, which are chained, and worked out anew when a holiday changes.
    "CaseClock": "follows from the events of its case",
    "CasePause": "follows from the events of its case",
    "DryRun": "counted from cases and rules, and forgotten in a quarter",
    "DryRunChange": "counted from cases and rules, and forgotten in a quarter",
    # Personal, and no record of the city's.
    "PushSubscription": "which phone of somebody's is told",
    # A secret: its hash is in no other table, and its end is its deletion.
    "DeviceToken": "a hash; who signed in when is in the sign-in records",
}

INSERTS_WITHOUT_HISTORY: Final = {
    "WorkingCalendar": "made with its city",
    "Facility": "a register of a million is loaded in one import, which reports on itself",
}


def own_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        history = hasattr(model, "pgh_tracked_model")
        if model._meta.app_label in ROOMS and not history and model._meta.managed:
            yield model


def labels(model: type[models.Model]) -> set[str]:
    return set(getattr(model, "pgh_event_models", {}))


def test_every_table_of_ours_has_its_history_or_a_reason_why_not() -> None:
    everything = {"insert", "update", "delete"}
    names = {model.__name__ for model in own_models()}
    assert set(WITHOUT_HISTORY) | set(INSERTS_WITHOUT_HISTORY) <= names
    for model in own_models():
        expected = set() if model.__name__ in WITHOUT_HISTORY else everything
        if model.__name__ in INSERTS_WITHOUT_HISTORY:
            expected = everything - {"insert"}
        assert labels(model) == expected, model.__name__


def test_what_is_said_to_be_append_only_is() -> None:
    for model in own_models():
        if WITHOUT_HISTORY.get(model.__name__, "").startswith("append-only"):
            triggers = {trigger.name for trigger in getattr(model._meta, "triggers", ())}
            assert "append_only" in triggers, model.__name__


@pytest.mark.django_db
def test_every_history_says_which_role_of_the_database_and_which_program() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'pgh_created_at'"
            " EXCEPT SELECT table_name FROM information_schema.columns"
            " WHERE column_name IN ('pgh_db_user') AND column_default = 'SESSION_USER'"
        )
        lacking = {name for (name,) in cursor.fetchall()}
    # The library's own view over all of them.
    assert lacking <= {"pghistory_events"}


def history(name: str, **of: Any) -> Any:
    app, model = name.split(".")
    return apps.get_model(app, model).objects.filter(**of).order_by("pgh_id")


def test_a_change_over_the_api_names_the_account(cast: Cast) -> None:
    case_id = put_report(cast)
    lead(cast, case_id, until="accept")
    last = history("cases.CaseHistory", pgh_obj=case_id).last()
    assert (last.pgh_label, last.state) == ("update", "accepted")
    said = last.pgh_context.metadata
    assert said["user"] == str(cast.users["acceptor"].pk)
    assert said["url"] == f"/api/v1/cases/{case_id}/accept"
    assert last.pgh_db_user == connection.settings_dict["USER"]


def test_a_change_by_a_phone_s_token_names_its_account(cast: Cast) -> None:
    case_id = put_report(cast)
    _, token = DeviceToken.objects.create(user=cast.users["acceptor"])
    phone = APIClient(headers={"Authorization": f"Token {token}"})
    assert phone.post(f"/api/v1/cases/{case_id}/accept", {}, "json").status_code == 200
    last = history("cases.CaseHistory", pgh_obj=case_id).last()
    assert last.pgh_context.metadata["user"] == str(cast.users["acceptor"].pk)


def test_a_change_on_an_administration_page_names_the_operator(cast: Cast) -> None:
    operator = User.objects.create_superuser("operator", password="!")
    post = cast.posts["handler"]
    page = reverse("admin:departments_post_change", args=[post.pk])
    said = {"city": post.city_id, "code": post.code, "name": "处置人员", "scope": post.scope}
    answer = cast.client(operator).post(page, {**said, "verbs": "handle,reply"})
    assert answer.status_code == 302, answer.content
    last = history("departments.PostHistory", pgh_obj=post.pk).last()
    assert (last.pgh_label, last.name, last.verbs) == ("update", "处置人员", ["handle", "reply"])
    assert last.pgh_context.metadata["user"] == str(operator.pk)


def test_that_somebody_was_made_an_operator_is_recorded_and_no_password(cast: Cast) -> None:
    user = cast.users["analyst"]
    user.is_superuser = True
    user.set_password("a secret of theirs")
    user.save()
    last = history("accounts.UserHistory", pgh_obj=user.pk).last()
    assert (last.pgh_label, last.is_superuser) == ("update", True)
    assert "password" not in {field.name for field in last._meta.fields}


def test_what_was_recorded_is_not_changed(cast: Cast) -> None:
    case_id = put_report(cast)
    rows = history("cases.CaseHistory", pgh_obj=case_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state="closed")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def psql(statement: str) -> None:
    """Run a statement as an operator would, beside Django: in another process."""
    known = connection.settings_dict
    subprocess.run(
        ["psql", "-X", "-v", "ON_ERROR_STOP=1", "-c", statement],
        check=True,
        capture_output=True,
        env={
            **os.environ,
            "PGHOST": str(known["HOST"]),
            "PGPORT": str(known["PORT"]),
            "PGDATABASE": str(known["NAME"]),
            "PGUSER": str(known["USER"]),
            "PGPASSWORD": str(known["PASSWORD"]),
        },
    )


@pytest.mark.django_db(transaction=True)
def test_a_change_with_psql_names_the_role_and_the_program() -> None:
    cast = xiangtan()
    case_id = put_report(cast)
    psql("UPDATE cases_case SET place_text = '别处'")
    psql("DELETE FROM departments_membership")
    last = history("cases.CaseHistory", pgh_obj=case_id).last()
    assert (last.pgh_label, last.place_text) == ("update", "别处")
    assert (last.pgh_db_user, last.pgh_program) == (connection.settings_dict["USER"], "psql")
    assert last.pgh_context is None
    gone = history("departments.MembershipHistory", pgh_label="delete")
    assert {row.pgh_program for row in gone} == {"psql"}
    assert gone.count() == len(cast.users)
    # What Django does calls itself otherwise.
    assert history("cases.CaseHistory", pgh_obj=case_id).first().pgh_program != "psql"
