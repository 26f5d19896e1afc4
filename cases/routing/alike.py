"""信息共享: cases like this one nearby, and whom they went to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point
from django.db.models import Value

from cases.errors import CaseNotFound
from cases.models import Case
from departments.rules import Party
from facilities.nearest import reach_box
from gis_core.actor import Actor
from gis_core.db.functions import Metres, X, Y
from gis_core.srid import WGS84

RADIUS_M: Final = 200
DAYS: Final = 30
LOOKED_AT: Final = 200
"""The latest so many are counted and the nearest shown: more of one class is a hot spot already."""

SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeCase:
    """A case like this one; `lon`, `lat` in WGS 84 degrees."""

    id: UUID
    number: str | None
    state: str
    reported_at: datetime
    distance_m: float
    lon: float
    lat: float
    organization: Party | None
    unit: Party | None


@dataclass(frozen=True, slots=True)
class WentTo:
    """A receiver, and how many of the cases alike it got."""

    organization: Party
    unit: Party | None
    times: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Cases of the same class nearby and not long ago; the nearest come first."""

    total: int
    went_to: tuple[WentTo, ...]
    cases: tuple[AlikeCase, ...]


def alike(
    *, case_id: UUID, actor: Actor, at: datetime, radius_m: float = RADIUS_M, days: int = DAYS
) -> Alike:
    """Return what is known of such cases around this one. Raises CaseNotFound."""
    visible = Case.objects.visible_to(actor).select_related("city")
    case = visible.only("geom", "case_class", "reported_at", "city").filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    if case.geom is None:
        return Alike(0, (), ())
    # A generated city stands still; what was reported there since is newer than its figures.
    until = max(case.city.figures_time(at), case.reported_at)
    since = until - timedelta(days=days)
    around = _Around(point=case.geom, radius_m=radius_m, since=since, until=until)
    found = [_told(row) for row in _near(case, actor, around)]
    went = Counter((one.organization, one.unit) for one in found if one.organization)
    receivers = (WentTo(to, unit, n) for (to, unit), n in went.most_common() if to)
    nearest = sorted(found, key=lambda one: one.distance_m)
    return Alike(len(found), tuple(receivers), tuple(nearest[:SHOWN]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Where and when is asked about: metres from a WGS 84 point, after `since` up to `until`."""

    point: Point
    radius_m: float
    since: datetime
    until: datetime


_COLUMNS: Final = (
    "pk", "number", "state", "reported_at", "distance_m", "lon", "lat", "organization",
    "organization__name", "organization__name_en", "unit", "unit__name", "unit__name_en",
)  # fmt: skip


def _near(case: Case, actor: Actor, around: _Around) -> Iterable[Mapping[str, Any]]:
    """The same class within the radius and the time, the latest first.

    Read by the index on the Mercator twin; metres are on the ellipsoid.
    """
    here = Value(around.point, output_field=GeometryField(srid=WGS84))
    rows = Case.objects.visible_in(case.city, actor).exclude(pk=case.pk)
    rows = rows.filter(
        case_class=case.case_class_id,
        geom_3857__bboverlaps=reach_box(around.point, around.radius_m),
        reported_at__gt=around.since,
        reported_at__lte=around.until,
    )
    measured = rows.annotate(distance_m=Metres("geom", here), lon=X("geom"), lat=Y("geom"))
    within = measured.filter(distance_m__lte=around.radius_m).order_by("-reported_at")
    found: Iterable[Mapping[str, Any]] = within.values(*_COLUMNS)[:LOOKED_AT]
    return found


def _told(row: Mapping[str, Any]) -> AlikeCase:
    return AlikeCase(
        id=row["pk"],
        organization=_party(row, "organization"),
        unit=_party(row, "unit"),
        **{name: row[name] for name in _COLUMNS[1:7]},
    )


def _party(row: Mapping[str, Any], name: str) -> Party | None:
    if row[name] is None:
        return None
    return Party(row[name], row[f"{name}__name"], row[f"{name}__name_en"])
