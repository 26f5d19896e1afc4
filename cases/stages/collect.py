"""信息收集: a report from the street becomes a case, once, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from cases.errors import CaseNotFound, OuterNumberTaken, OutsideTheCity, PayloadDiffers
from cases.models import Case, Reporter, Source, Urgency
from cases.photos import DeclaredPhoto, declare
from cases.stages.step import Step, append_event
from cases.states import State
from cases.verbs import Verb
from gis_core.actor import Actor
from gis_core.datum import Datum, to_wgs84
from grids.models import Cell, City
from grids.snap import SnapKind, snap
from standards.models import CaseClass


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
    """What a client sends. `place` None = not known; `fingerprint` is over all but the contact."""

    id: UUID
    city: City
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


def collect(*, report: Report, actor: Actor, at: datetime) -> tuple[Case, bool]:
    """Make the case of a report; returns it and whether it is new.

    The client's id decides: the same report sent again is the same case.

    Raises:
        PayloadDiffers: another report was sent under this id.
        CaseNotFound: the id is somebody else's.
        OutsideTheCity, ClassUnknown, OuterNumberTaken: the report cannot be taken.
    """
    if (earlier := Case.objects.filter(pk=report.id).first()) is not None:
        return _replayed(earlier, report, actor), False
    try:
        with transaction.atomic():
            return _create(report, actor, at), True
    except IntegrityError:
        # Somebody else was faster: with this very report, or with this outer number.
        earlier = Case.objects.filter(pk=report.id).first()
        if earlier is None:
            raise OuterNumberTaken(outer_number=report.outer_number) from None
        return _replayed(earlier, report, actor), False


def _create(report: Report, actor: Actor, at: datetime) -> Case:
    case = Case(
        id=report.id,
        city=report.city,
        outer_number=report.outer_number,
        state=State.REPORTED,
        case_class=CaseClass.objects.of(report.city, at).coded(report.class_code),
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
        **_place(report, at),
    )
    case.save(force_insert=True)
    if report.contact != Contact():
        contact = report.contact
        Reporter.objects.create(case=case, name=contact.name, phone=contact.phone)
    declare(case, report.photos, actor=actor, at=at)
    step = Step(case_id=case.pk, actor=actor, at=at)
    role = next((r for r in actor.roles_in(case.city_id) if Verb.COLLECT in r.verbs), None)
    append_event(step, Verb.COLLECT, case, before="", role=role)
    return case


def _place(report: Report, at: datetime) -> dict[str, object]:
    """Return the columns of the place: as sent, as stored, and the cell it snapped to."""
    place = report.place
    if place is None:
        return {"place_known": False, "datum": Datum.WGS84}
    lon, lat = to_wgs84(place.lon, place.lat, place.datum)
    found = snap(report.city, float(lon), float(lat), at)
    if found.cell is None or found.how is SnapKind.OUTSIDE:
        raise OutsideTheCity(city=report.city.name)
    point: Point = found.point
    return {
        "datum": place.datum,
        "raw_lon": place.lon,
        "raw_lat": place.lat,
        "accuracy_m": place.accuracy_m,
        "geom": point,
        # As much of the row as a receipt says: its polygon is not needed.
        "cell": Cell(pk=found.cell.id, code=found.cell.code),
        "snap_kind": found.how,
        "snap_distance_m": found.distance_m,
        "district_code": found.cell.district.code,
        "street_code": found.cell.street.code,
        "community_code": found.cell.community.code if found.cell.community else "",
    }


def _replayed(earlier: Case, report: Report, actor: Actor) -> Case:
    if earlier.reporter_account_id != actor.user_id:
        raise CaseNotFound
    if earlier.fingerprint != report.fingerprint or not _same_contact(earlier, report.contact):
        raise PayloadDiffers
    return earlier


def _same_contact(earlier: Case, contact: Contact) -> bool:
    kept = Reporter.objects.filter(case=earlier).first()
    if kept is None:
        return contact == Contact()
    return kept.deleted_at is not None or (kept.name, kept.phone) == (contact.name, contact.phone)
