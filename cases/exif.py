"""What a camera wrote into a photo: when and where it was taken. Nothing in it is trusted.

Whatever is missing, broken or absurd is simply not there; no file makes this raise.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any, Final

from PIL import ExifTags, Image

BROKEN: Final = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What Pillow and the arithmetic raise over a tag that was damaged, or made to do damage."""

_EXIF_TIME: Final = "%Y:%m:%d %H:%M:%S"
_YEARS: Final = range(1995, 2100)
"""Before it there were no such cameras; a camera whose clock was never set says 1970 or 1980."""


@dataclass(frozen=True, slots=True)
class CameraNote:
    """When (aware) and where (degrees, as the camera has them) a photo was taken."""

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def read_note(image: Image.Image, zone: tzinfo) -> CameraNote:
    """Return what the camera wrote; a time without an offset is read in `zone`, the city's own."""
    try:
        exif = image.getexif()
        details = dict(exif.get_ifd(ExifTags.IFD.Exif))
        gps = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except BROKEN:
        return CameraNote()
    lon = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    lat = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    # A receiver without a fix writes zeros.
    known = lon is not None and lat is not None and (lon, lat) != (0.0, 0.0)
    taken_at = _taken_at(details, gps, zone)
    return CameraNote(taken_at, lon, lat) if known else CameraNote(taken_at)


def _taken_at(details: Mapping[int, Any], gps: Mapping[int, Any], zone: tzinfo) -> datetime | None:
    """The camera's own clock, with its offset where it says one; else the satellites' time."""
    try:
        said = _words(details[ExifTags.Base.DateTimeOriginal])
        local = datetime.strptime(said, _EXIF_TIME)  # noqa: DTZ007 - its zone comes next
        return _sane(local.replace(tzinfo=_offset(details) or zone).astimezone(UTC))
    except BROKEN:
        return _satellite_time(gps)


def _satellite_time(gps: Mapping[int, Any]) -> datetime | None:
    try:
        day = datetime.strptime(_words(gps[ExifTags.GPS.GPSDateStamp]), "%Y:%m:%d")  # noqa: DTZ007
        hours, minutes, seconds = (float(part) for part in gps[ExifTags.GPS.GPSTimeStamp])
        at = day.replace(tzinfo=UTC) + timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return _sane(at)
    except BROKEN:
        return None


def _offset(details: Mapping[int, Any]) -> timezone | None:
    """Return the offset that the camera says, such as +08:00."""
    try:
        said = _words(details[ExifTags.Base.OffsetTimeOriginal])
        hours, minutes = said[1:].split(":")
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone({"+": ahead, "-": -ahead}[said[0]])
    except BROKEN:
        return None


def _degrees(
    gps: Mapping[int, Any], tag: int, ref_tag: int, negative: str, most: int
) -> float | None:
    """Return degrees, minutes and seconds as degrees, or None where they are none."""
    try:
        degrees, minutes, seconds = (float(part) for part in gps[tag])
        found = degrees + minutes / 60 + seconds / 3600
        if not (math.isfinite(found) and 0 <= found <= most):
            return None
        return -found if _words(gps.get(ref_tag, "")) == negative else found
    except BROKEN:
        return None


def _sane(at: datetime) -> datetime | None:
    return at if at.year in _YEARS else None


def _words(value: Any) -> str:
    text = value.decode("ascii") if isinstance(value, bytes) else str(value)
    return text.strip("\x00 ")
