"""Alarms: a case turns amber (预警) or red (超期), and whoever can move it hears of it, once.

A job that may run late or twice: what was told stands on the case, so nothing is told again, and
nothing is left out because a minute was missed. A due time that moves away takes the alarm back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import Case as Switch
from django.db.models import CharField, F, Value, When

from cases.lateness import past
from cases.models import Case
from cases.phones import push_alarm
from cases.topics import ALARM_TOPIC
from grids.models import City
from live.outbox import publish

BATCH: Final = 1_000
"""Cases that are locked at once."""


class Alarm(StrEnum):
    """What was told of a case's time."""

    NONE = ""
    AMBER = "amber"
    RED = "red"


_RANK: Final = (Alarm.NONE, Alarm.AMBER, Alarm.RED)


def tell_alarms(city: City, *, at: datetime) -> int:
    """Tell every alarm of the city that is not told yet; returns how many were."""
    told = 0
    while changed := _change(city, at):
        told += sum(_RANK.index(new) > _RANK.index(before) for _, before, new in changed)
        if len(changed) < BATCH:
            break
    return told


@transaction.atomic
def _change(city: City, at: datetime) -> Sequence[tuple[Case, Alarm, Alarm]]:
    """Write the colours of some cases; what a step holds now is left to the next run."""
    rows = Case.objects.of(city).open().annotate(colour=_colour(city, at))
    stale = rows.exclude(alarm=F("colour")).order_by("pk")
    locked = stale.select_for_update(skip_locked=True, of=("self",))[:BATCH]
    colours = [Alarm(getattr(case, "colour")) for case in locked]  # noqa: B009 - annotated
    changed = [(case, Alarm(case.alarm), new) for case, new in zip(locked, colours, strict=True)]
    for colour in Alarm:
        turned = [case.pk for case, _, new in changed if new is colour]
        Case.objects.filter(pk__in=turned).update(alarm=colour)
    for case, before, new in changed:
        if _RANK.index(new) > _RANK.index(before):
            _tell(case, new)
    return changed


def _tell(case: Case, colour: Alarm) -> None:
    due = case.due_at.isoformat() if case.due_at else None
    said = {"colour": str(colour), "number": case.number, "due_at": due, "state": case.state}
    publish(city_id=case.city_id, topic=ALARM_TOPIC, subject_id=case.pk, data=said)
    push_alarm.defer(case_id=str(case.pk), colour=str(colour))


def _colour(city: City, at: datetime) -> Switch:
    return Switch(
        When(past("due_at", city, at), then=Value(str(Alarm.RED))),
        When(past("amber_at", city, at), then=Value(str(Alarm.AMBER))),
        default=Value(str(Alarm.NONE)),
        output_field=CharField(),
    )
