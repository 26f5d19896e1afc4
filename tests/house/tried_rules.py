"""The rules, areas and dry runs that rows of `matrix.py` speak of."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from cases.models import DryRun
from departments.models import RoutingArea
from tests.factories import NOW, OPENED_AT, Cast
from tests.rules import rule, rule_set


def a_draft(cast: Cast) -> UUID:
    """A draft with a rule that could be put into force."""
    draft = rule_set(cast, "草案", since=None)
    rule(cast, 20, "yuetang", into=draft)
    return draft.pk


def a_rule(cast: Cast) -> UUID:
    """The one rule of a draft."""
    return rule(cast, 10, "yuhu", into=rule_set(cast, "草案", since=None)).pk


def an_area(cast: Cast) -> UUID:
    """An area that no rule names."""
    shape = cast.districts["430302"].geom
    return RoutingArea.objects.create(city=cast.city, code="west", name="河西", geom=shape).pk


def a_run(cast: Cast) -> UUID:
    """A dry run over nothing."""
    counts = dict.fromkeys(("cases", "changed", "undecided", "agreed", "took_ms"), 0)
    return DryRun.objects.create(
        rule_set=rule_set(cast, "草案", since=None),
        start=OPENED_AT,
        end=NOW,
        made_at=timezone.now(),
        by_rule=[],
        moves=[],
        **counts,
    ).pk
