"""What a photo says, beside what its case says: columns of `CasePhoto`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from pyproj import Geod

from cases.exif import CameraNote
from cases.models import Case, CasePhoto
from gis_core.datum import Datum, point_to_wgs84

_EARTH: Final = Geod(ellps="WGS84")
_CAMERA_DATUMS: Final = (Datum.WGS84, Datum.GCJ02)
"""Cameras write WGS 84; some phones sold in China write GCJ-02, and do not say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Columns of `CasePhoto`; None where the bytes say nothing."""

    exif_taken_at: datetime | None
    place_off_m: float | None
    time_off_min: float | None
    look: int | None

    def columns(self) -> dict[str, Any]:
        return asdict(self)


def measure(note: CameraNote, look: int | None, photo: CasePhoto, case: Case) -> Measures:
    """Return what a photo says about its case."""
    return Measures(
        exif_taken_at=note.taken_at,
        place_off_m=_metres_off(note, case),
        time_off_min=_minutes_off(note, photo, case),
        look=look,
    )


def earlier_twin(photo: CasePhoto, case: Case, look: int | None) -> CasePhoto | None:
    """Return the first other photo of the city that is the same picture, if there is one.

    Two of one role in one case are a second try, not a finding.
    """
    stored = (
        CasePhoto.objects.stored()
        .filter(case__city_id=case.city_id)
        .exclude(pk=photo.pk)
        .exclude(case=case, role=photo.role)
        .order_by("declared_at", "id")
    )
    same_bytes = stored.filter(sha256=photo.sha256).first()
    if same_bytes is not None or look is None:
        return same_bytes
    # Found by the index first, put in order after: an order before it would walk all photos.
    alike = list(stored.filter(pk__in=CasePhoto.objects.looking_like(look).values("pk"))[:1])
    return alike[0] if alike else None


def _metres_off(note: CameraNote, case: Case) -> float | None:
    """The camera's distance from the case in metres, in the datum that speaks for the camera."""
    if note.lon is None or note.lat is None or case.geom is None:
        return None
    off: list[float] = []
    for datum in _CAMERA_DATUMS:
        lon, lat = point_to_wgs84(note.lon, note.lat, datum)
        _, _, metres = _EARTH.inv(lon, lat, case.geom.x, case.geom.y)
        off.append(float(metres))
    return round(min(off), 1)


def _minutes_off(note: CameraNote, photo: CasePhoto, case: Case) -> float | None:
    """Minutes from the report, or from what came after it, to the moment the camera says."""
    if note.taken_at is None:
        return None
    with_the_report = photo.declared_at <= case.received_at
    said_at = case.reported_at if with_the_report else photo.declared_at
    return round((note.taken_at - said_at).total_seconds() / 60, 1)
