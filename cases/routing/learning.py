"""Learning rules from what was dispatched: the past is gathered here, the table stored as a draft.

Only the class, the channel, the time and the point of a case are looked at; the areas are found in
the points. What comes out goes through the door that hand-written rules go through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from cases.models import Case
from cases.routing.vocabulary import WORDS
from departments.learning.past import PastCases
from departments.learning.shapes import place_terms, polygon_of
from departments.learning.table import Learnt, LearntRule, Place, Term, learn
from departments.learning.trees import Asks
from departments.models import AreaOrigin, Organization, RoutingArea, RuleOrigin, RuleSet
from departments.rule_editing import RuleForm, draft, save_rules
from gis_core.actor import Actor
from gis_core.db.functions import X, Y
from gis_core.errors import DomainError
from gis_core.srid import WGS84
from grids.models import City

RULES_AT_MOST: Final = 400
"""What a person can still read: some minutes of scrolling."""


class NothingToLearn(DomainError):
    code = "nothing_to_learn"
    zh = "{city}在这段时间没有已派遣且有位置的案件。"
    en = "{city} has no dispatched case with a place in this period."


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` (inclusive) to `end` (exclusive)."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Gathered:
    """The past as arrays, and what their indices stand for."""

    past: PastCases
    classes: list[str]
    parties: list[tuple[UUID, UUID | None]]
    sources: list[str]


@transaction.atomic
def learn_rules(
    *, city: City, period: Period, actor: Actor, at: datetime, at_most: int = RULES_AT_MOST
) -> RuleSet:
    """Return a draft with the rules that the period teaches.

    Raises:
        NothingToLearn: there is nothing in it.
        RulesNotYours: the actor may not edit rules.
    """
    gathered = gather(city, period)
    if not gathered.past.placed.any():
        raise NothingToLearn(city=city.name)
    learnt = learn(gathered.past, at_most)
    last_day = period.end - timedelta(microseconds=1)
    name = f"由历史归纳 {period.start:%Y-%m-%d} 至 {last_day:%Y-%m-%d}"
    rule_set = draft(city=city, actor=actor, name=name)
    rule_set.origin = RuleOrigin.LEARNT
    rule_set.evidence = _evidence(learnt, gathered, period)
    rule_set.save(update_fields=["origin", "evidence"])
    writer = _Writer(city, rule_set, gathered, learnt, period)
    save_rules(rule_set=rule_set, forms=writer.forms(), actor=actor, at=at, words=WORDS)
    return rule_set


def gather(city: City, period: Period) -> Gathered:
    """Return every dispatched case of the period, in one statement."""
    rows = (
        Case.objects.of(city)
        .reported_between(period.start, period.end)
        .filter(organization__isnull=False)
        .order_by("reported_at", "pk")
        .values_list(
            "case_class__code",
            "organization",
            "unit",
            "source",
            X("geom"),
            Y("geom"),
            "reported_at",
        )
    )
    columns = list(zip(*rows, strict=True)) or [()] * 7
    kind, organization, unit, source, lon, lat, at = columns
    classes, kinds = _indexed(kind)
    parties, party = _indexed(zip(organization, unit, strict=True))
    sources, channel = _indexed(source)
    _, family = _indexed(organization for organization, _ in parties)
    age = [(period.end - moment) / timedelta(days=1) for moment in at]
    past = PastCases(
        kind=kinds,
        party=party,
        family=family,
        source=channel,
        lon=np.array(lon, dtype=float),
        lat=np.array(lat, dtype=float),
        age_days=np.array(age, dtype=float),
    )
    return Gathered(past, classes, parties, sources)


def _indexed(values: Iterable[Any]) -> tuple[list[Any], Any]:
    """Return the different values in the order in which they come, and each one's index."""
    known: dict[Any, int] = {}
    index = [known.setdefault(value, len(known)) for value in values]
    return list(known), np.array(index, dtype=np.intp)


def _evidence(learnt: Learnt, gathered: Gathered, period: Period) -> dict[str, Any]:
    counted = sum(rule.times for rule in learnt.rules)
    hits = sum(rule.best[0].times for rule in learnt.rules)
    return {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "cases": len(gathered.past),
        "rules": len(learnt.rules),
        "times": counted,
        "hits": hits,
    }


@dataclass
class _Writer:
    """From learnt rules to the forms of the door; areas are made as they are named."""

    city: City
    rule_set: RuleSet
    gathered: Gathered
    learnt: Learnt
    period: Period

    def __post_init__(self) -> None:
        ids = {one for pair in self.gathered.parties for one in pair if one}
        self._organizations = Organization.objects.defer("area").in_bulk(ids)
        self._areas: dict[tuple[Term, ...], str | None] = {}

    def forms(self) -> list[RuleForm]:
        return [form for rule in self.learnt.rules if (form := self._form(rule)) is not None]

    def _form(self, rule: LearntRule) -> RuleForm | None:
        condition: dict[str, Any] = {"classes": [self.gathered.classes[rule.kind]]}
        if where := place_terms(rule):
            area = self._area(where)
            if area is None:
                return None
            condition["areas"] = [area]
        for term in rule.terms:
            if term.asks is Asks.PLACED:
                condition["placed"] = bool(term.value)
            elif term.asks is Asks.SOURCE:
                condition["sources"] = [self.gathered.sources[int(term.value)]]
        organization, unit = self.gathered.parties[rule.best[0].party]
        since = self.period.end - timedelta(days=rule.since_days)
        return RuleForm(
            condition=condition,
            organization_id=organization,
            unit_id=unit,
            evidence={
                "times": rule.times,
                "hits": rule.best[0].times,
                "since": f"{since:%Y-%m-%d}",
            },
            next_best=[self._next(place) for place in rule.best[1:]],
        )

    def _next(self, place: Place) -> Mapping[str, Any]:
        organization, unit = self.gathered.parties[place.party]
        return {
            "organization": self._organizations[organization].code,
            "unit": self._organizations[unit].code if unit else None,
            "times": place.times,
        }

    def _area(self, terms: tuple[Term, ...]) -> str | None:
        """Return the code of the area where the terms hold; None where that is nowhere."""
        if terms not in self._areas:
            shape = polygon_of(terms, self.learnt)
            self._areas[terms] = None if shape is None else self._keep(terms, shape.wkb)
        return self._areas[terms]

    def _keep(self, terms: tuple[Term, ...], wkb: bytes) -> str:
        geom = GEOSGeometry(memoryview(wkb), srid=WGS84)
        zh, en = zip(*(self._named(term) for term in terms), strict=True)
        area = RoutingArea.objects.create(
            city=self.city,
            code=f"{str(self.rule_set.pk)[-12:]}-{len(self._areas):03}",
            name="且".join(zh)[:160],
            name_en=" and ".join(en)[:160],
            origin=AreaOrigin.LEARNT,
            geom=geom if isinstance(geom, MultiPolygon) else MultiPolygon(geom, srid=WGS84),
        )
        return area.code

    def _named(self, term: Term) -> tuple[str, str]:
        if term.asks is Asks.AREA:
            party = self._owner(term)
            return f"“{party.name}”片区", f"the area of {party.name_en or party.name}"
        zh, en = _SIDES[term.asks, term.wanted]
        return f"{term.value:.4f}° {zh}", f"{en} of {term.value:.4f}°"

    def _owner(self, term: Term) -> Organization:
        """Return whose area a term means: a unit's, or an organisation's among organisations."""
        division = self.learnt.divisions[term.which]
        organization, unit = next(self._parties_of(int(term.value), division.of_organizations))
        return self._organizations[
            organization if division.of_organizations else unit or organization
        ]

    def _parties_of(self, index: int, of_organizations: bool) -> Iterator[tuple[UUID, UUID | None]]:
        if not of_organizations:
            yield self.gathered.parties[index]
        family = self.gathered.past.family
        yield from (p for n, p in enumerate(self.gathered.parties) if family[n] == index)


_SIDES: Final[Mapping[tuple[Asks, bool], tuple[str, str]]] = {
    (Asks.WEST_OF, True): ("以西", "west"),
    (Asks.WEST_OF, False): ("以东", "east"),
    (Asks.SOUTH_OF, True): ("以南", "south"),
    (Asks.SOUTH_OF, False): ("以北", "north"),
}
