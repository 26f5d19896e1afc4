"""Rows written in one round trip are the rows that the ORM would have written."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case, CaseEvent
from gis_core.db.inserts import insert
from gis_core.ids import uuid7
from live.models import OutboxEvent
from tests.factories import Cast
from tests.reports import put_report


def stored(row: models.Model) -> dict[str, Any]:
    """Every column of a row as the database holds it, but its keys."""
    (values,) = type(row).objects.filter(pk=row.pk).values()  # type: ignore[attr-defined]
    return {k: v for k, v in values.items() if k not in ("id", "feature_id", "case_id", "digest")}


def case_like(other: Case, **more: Any) -> Case:
    names = [f.attname for f in Case._meta.concrete_fields if not f.generated and f.name != "id"]
    return Case(**{name: getattr(other, name) for name in names} | more)


def test_a_row_is_the_same_as_the_orm_writes_it(cast: Cast) -> None:
    pattern = Case.objects.get(pk=put_report(cast, reporter={"name": "张", "phone": "1"}))
    ours, theirs = (case_like(pattern, number=None, flags=["a", "b"]) for _ in range(2))
    insert(ours)
    theirs.save(force_insert=True)
    assert stored(ours) == stored(theirs)
    assert Case.objects.get(pk=ours.pk).geom == pattern.geom


def test_what_a_row_does_not_say_is_the_database_s_own_default(cast: Cast) -> None:
    case = Case.objects.get(pk=put_report(cast))
    at = timezone.now()
    event = CaseEvent(
        case=case, sequence=2, verb="accept", to_state="accepted", at=at, recorded_at=at
    )
    insert(event)
    digest = CaseEvent.objects.get(pk=event.pk).digest
    assert len(bytes(digest)) == 32  # filled by the trigger, which the empty default calls


def test_rows_of_several_tables_go_in_one_round_trip(cast: Cast) -> None:
    pattern = Case.objects.get(pk=put_report(cast))
    case = case_like(pattern)
    news = OutboxEvent(city_id=case.city_id, topic="case", subject_id=case.pk, data={"说": [1]})
    with CaptureQueriesContext(connection) as queries:
        insert(case, news)
    assert len(queries) == 1
    assert OutboxEvent.objects.get(pk=news.pk).data == {"说": [1]}
    case.place_text = "改过"
    case.save()  # an UPDATE: the row knows that it is stored
    assert Case.objects.get(pk=case.pk).place_text == "改过"


def test_where_one_row_is_refused_none_is_written(cast: Cast) -> None:
    pattern = Case.objects.get(pk=put_report(cast))
    news = OutboxEvent(id=uuid7(), city_id=cast.city.pk, topic="case", subject_id=pattern.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(news, case_like(pattern, id=pattern.pk))
    assert not OutboxEvent.objects.filter(pk=news.pk).exists()
