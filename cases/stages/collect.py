"""信息收集: a report from the street becomes a case, once, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.components import component_at
from cases.errors import CaseNotFound, OuterNumberTaken, OutsideTheCity, PayloadDiffers
from cases.in_force import InForce, in_force
from cases.models import Case, CasePhoto, Reporter, Source, Urgency
from cases.photos import DeclaredPhoto, declare
from cases.stages.step import Step, event_and_news
from cases.states import State
from cases.verbs import Verb
from gis_core.actor import Actor
from gis_core.datum import Datum, to_wgs84
from gis_core.db.inserts import insert
from gis_core.errors import DomainError
from grids.models import Cell
from grids.snap import snap_in, stored_point


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPlace:
    """Where, as the client said it: degrees of `datum`, accuracy in metres."""

    lon: float
    lat: float
    datum: Datum
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Personal values of whoever reported; kept in a row of their own."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a client sends. `city` is its slug; `place` None = not known; `fingerprint` is over all
    but the contact."""

    id: UUID
    city: str
    class_code: str
    place: ReportedPlace | None
    reported_at: datetime
    fingerprint: str
    source: Source
    urgency: Urgency = Urgency.NORMAL
    place_text: str = ""
    problem_text: str = ""
    road: str = ""
    outer_number: str | None = None
    contact: Contact = Contact()
    photos: tuple[DeclaredPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The case of a report, the photos that were declared with it, and whether it is new."""

    case: Case
    photos: Iterable[CasePhoto]
    is_new: bool


def collect(*, report: Report, actor: Actor, at: datetime) -> Receipt:
    """Make the case of a report.

    The client's id decides: the same report sent again is the same case, also where it could not
    be taken any more. Nearly every report is a new one, so it is looked for only when it cannot
    be written.

    Raises:
        PayloadDiffers: another report was sent under this id.
        CaseNotFound: the id is somebody else's.
        CityUnknown, OutsideTheCity, NoNetwork, ClassUnknown, OuterNumberTaken: the report cannot
            be taken.
    """
    try:
        with transaction.atomic():
            case = _create(report, actor, at)
    except (DomainError, IntegrityError) as refusal:
        earlier = Case.objects.filter(pk=report.id).first()
        if earlier is not None:
            return _replayed(earlier, report, actor)
        if isinstance(refusal, DomainError):
            raise
        raise OuterNumberTaken(outer_number=report.outer_number) from None
    return Receipt(case, case.photos.all() if report.photos else (), is_new=True)


def _create(report: Report, actor: Actor, at: datetime) -> Case:
    found = in_force(report.city, report.class_code, at)
    case = Case(
        id=report.id,
        city=found.city,
        outer_number=report.outer_number,
        state=State.REPORTED,
        case_class=found.case_class,
        urgency=report.urgency,
        source=report.source,
        place_text=report.place_text,
        road=report.road,
        problem_text=report.problem_text,
        reporter_account_id=actor.user_id,
        reported_at=report.reported_at,
        received_at=at,
        event_count=1,
        fingerprint=report.fingerprint,
        **_place(report.place, found),
    )
    case.component = component_at(case.city, case.case_class, case.geom)
    step = Step(case_id=case.pk, actor=actor, at=at)
    role = next((r for r in actor.roles_in(case.city_id) if Verb.COLLECT in r.verbs), None)
    insert(case, *event_and_news(step, Verb.COLLECT, case, before="", role=role))
    if report.contact != Contact():
        contact = report.contact
        Reporter.objects.create(case=case, name=contact.name, phone=contact.phone)
    if report.photos:
        declare(case, report.photos, actor=actor, at=at)
    return case


def _place(place: ReportedPlace | None, found: InForce) -> dict[str, object]:
    """Return the columns of the place: as sent, as stored, and the cell it snapped to."""
    if place is None:
        return {"place_known": False, "datum": Datum.WGS84}
    lon, lat = to_wgs84(place.lon, place.lat, place.datum)
    snapped = snap_in(found.require_network(), stored_point(float(lon), float(lat)))
    if (cell := snapped.cell) is None:
        raise OutsideTheCity(city=found.city.name)
    return {
        "datum": place.datum,
        "raw_lon": place.lon,
        "raw_lat": place.lat,
        "accuracy_m": place.accuracy_m,
        "geom": snapped.point,
        # As much of the row as a receipt says: its polygon is not needed.
        "cell": Cell(pk=cell.id, code=cell.code),
        "snap_kind": snapped.how,
        "snap_distance_m": snapped.distance_m,
        "district_code": cell.district.code,
        "street_code": cell.street.code,
        "community_code": cell.community.code if cell.community else "",
    }


def _replayed(earlier: Case, report: Report, actor: Actor) -> Receipt:
    if earlier.reporter_account_id != actor.user_id:
        raise CaseNotFound
    if earlier.fingerprint != report.fingerprint or not _same_contact(earlier, report.contact):
        raise PayloadDiffers
    return Receipt(earlier, earlier.photos.all(), is_new=False)


def _same_contact(earlier: Case, contact: Contact) -> bool:
    kept = Reporter.objects.filter(case=earlier).first()
    if kept is None:
        return contact == Contact()
    return kept.deleted_at is not None or (kept.name, kept.phone) == (contact.name, contact.phone)
