"""Which other reports may be the same problem: by place, class, time, component and photo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Final
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point
from django.db.models import Q, Value

from cases.errors import CaseNotFound
from cases.likeness import LEAST_SCORE, NEAR_HOURS, NEAR_M, ClassMatch, Likeness
from cases.looks import bits_apart
from cases.models import Case, CasePhoto
from cases.models.case import CaseQuerySet
from cases.states import DONE, ENDED, State
from facilities.nearest import reach_box
from gis_core.actor import Actor
from gis_core.db.functions import Metres
from gis_core.srid import WGS84

LOOKED_AT: Final = 100
"""The nearest so many are compared; in half a million cases no spot had as many open ones."""

SHOWN_AT_MOST: Final = 10
"""A person compares three or four; the tenth is there to be seen that it is not it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that may be the same problem, and why."""

    case: Case
    likeness: Likeness

    @property
    def can_merge(self) -> bool:
        """Whether it can take a report in: an ended case cannot."""
        return self.case.state not in ENDED


def duplicates_of(*, case_id: UUID, actor: Actor) -> tuple[Case, list[Suggestion]]:
    """Return a case and those it may be a duplicate of, the likeliest first.

    Raises:
        CaseNotFound: there is no such case that the actor may see.
    """
    case = _with_sides(Case.objects.visible_to(actor)).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    rows = Case.objects.visible_in(case.city, actor).exclude(pk=case.pk)
    nearby = _nearby(rows, case, case.geom) if case.geom is not None else []
    known = {near.pk for near in nearby}
    pictured = [twin for twin in _same_pictures(rows, case) if twin.pk not in known]
    found = [Suggestion(other, likeness(case, other)) for other in (*nearby, *pictured)]
    likely = [one for one in found if one.likeness.score >= LEAST_SCORE]
    likely.sort(key=lambda one: (-one.likeness.score, str(one.case.pk)))
    return case, likely[:SHOWN_AT_MOST]


def likeness(case: Case, other: Case) -> Likeness:
    """Return what two cases have in common; `other` may carry its `distance_m`."""
    apart = case.reported_at - other.reported_at
    return Likeness(
        distance_m=getattr(other, "distance_m", None),
        match=_match(case, other),
        hours_apart=round(abs(apart.total_seconds()) / 3600, 1),
        same_component=_same_component(case, other),
        photo_bits=_photo_bits(case.photos.all(), other.photos.all()),
    )


def _with_sides(rows: CaseQuerySet) -> CaseQuerySet:
    """Everything that is laid side by side, and nobody's name."""
    return rows.select_related("city", "case_class", "organization").prefetch_related("photos")


def _nearby(rows: CaseQuerySet, case: Case, place: Point) -> list[Case]:
    """The nearest cases within NEAR_M, read by the spatial index.

    A few hundred cases of all years lie there; which of them are worth comparing is asked here and
    not in SQL, where the planner would rather read every open and closed case of the city first.
    """
    here = Value(place, output_field=GeometryField(srid=WGS84))
    there = rows.filter(geom_3857__bboverlaps=reach_box(place, NEAR_M))
    spots = there.annotate(metres=Metres("geom", here)).values_list(
        "metres", "pk", "state", "closed_at"
    )
    near = {
        pk: metres
        for metres, pk, state, closed_at in sorted(spots, key=lambda spot: (spot[0], spot[1]))
        if metres <= NEAR_M and _worth_comparing(case.reported_at, state, closed_at)
    }
    found = list(_with_sides(Case.objects.filter(pk__in=list(near)[:LOOKED_AT])))
    for other in found:
        # Only for `likeness`.
        other.distance_m = near[other.pk]  # type: ignore[attr-defined]
    return found


def _worth_comparing(reported_at: datetime, state: str, closed_at: datetime | None) -> bool:
    """Open cases of any age, and those that were put right within the fortnight before."""
    if state in ENDED:
        recent = reported_at - timedelta(hours=NEAR_HOURS)
        return state in DONE and closed_at is not None and closed_at >= recent
    return True


def _same_pictures(rows: CaseQuerySet, case: Case) -> Iterable[Case]:
    """Cases anywhere in the city that have a picture of this case (see `measuring`)."""
    firsts = {photo.same_as_id or photo.pk for photo in case.photos.all() if photo.stored_at}
    if not firsts:
        return []
    twins = CasePhoto.objects.stored().filter(Q(same_as__in=firsts) | Q(pk__in=firsts))
    found = rows.filter(pk__in=twins.values("case")).exclude(state=State.MERGED)
    return _with_sides(found)[:LOOKED_AT]


def _match(case: Case, other: Case) -> ClassMatch:
    if case.case_class.code == other.case_class.code:
        return ClassMatch.SAME
    same_major = case.case_class.parent_id == other.case_class.parent_id
    return ClassMatch.MAJOR if same_major else ClassMatch.OTHER


def _same_component(case: Case, other: Case) -> bool | None:
    if case.component_id is None or other.component_id is None:
        return None
    return case.component_id == other.component_id


def _photo_bits(ours: Iterable[CasePhoto], theirs: Iterable[CasePhoto]) -> int | None:
    """The fewest bits by which two of their photos differ; equal bytes are no bit apart."""
    apart = [_bits(one, other) for one, other in product(ours, theirs)]
    return min((bits for bits in apart if bits is not None), default=None)


def _bits(one: CasePhoto, other: CasePhoto) -> int | None:
    if one.sha256 == other.sha256:
        return 0
    if one.look is None or other.look is None:
        return None
    return bits_apart(one.look, other.look)
