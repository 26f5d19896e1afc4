"""Photos as phones take them: something to see, and what the camera wrote about it."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import ExifTags, Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

from tests.factories import Cast


@dataclass(frozen=True)
class Photo:
    """A file, and how a report declares it."""

    content: bytes
    role: str = "near"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def declared(self) -> dict[str, str]:
        return {"sha256": self.sha256, "role": self.role}


def scene(seed: int) -> Image.Image:
    """A drawn street scene; each seed another."""
    draw_by = random.Random(seed)
    image = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(image)
    for _ in range(30):
        x, y, size = draw_by.random() * 640, draw_by.random() * 480, 40 + draw_by.random() * 200
        colour = tuple(draw_by.randrange(256) for _ in range(3))
        draw.ellipse((x, y, x + size, y + size), fill=colour)
    return image


def photo(
    seed: int = 1,
    *,
    role: str = "near",
    quality: int = 85,
    size: tuple[int, int] = (640, 480),
    exif: Image.Exif | None = None,
) -> Photo:
    """A JPEG of a scene; another quality or size is the same picture, saved again."""
    out = BytesIO()
    said: dict[str, Any] = {"exif": exif} if exif is not None else {}
    scene(seed).resize(size).save(out, "JPEG", quality=quality, **said)
    return Photo(out.getvalue(), role)


def camera_note(
    *,
    at: datetime | None = None,
    lon: float | None = None,
    lat: float | None = None,
    offset: str | None = None,
) -> Image.Exif:
    """EXIF as a phone writes it: local time, and degrees, minutes, seconds with a reference."""
    exif = Image.Exif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    if at is not None:
        details[ExifTags.Base.DateTimeOriginal] = at.strftime("%Y:%m:%d %H:%M:%S")
    if offset is not None:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    if lon is not None and lat is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLongitudeRef] = "E" if lon >= 0 else "W"
        gps[ExifTags.GPS.GPSLongitude] = sexagesimal(abs(lon))
        gps[ExifTags.GPS.GPSLatitudeRef] = "N" if lat >= 0 else "S"
        gps[ExifTags.GPS.GPSLatitude] = sexagesimal(abs(lat))
    return exif


def sexagesimal(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    seconds = (degrees - whole - minutes / 60) * 3600
    return (IFDRational(whole), IFDRational(minutes), IFDRational(round(seconds * 10_000), 10_000))


def upload(cast: Cast, case_id: UUID, one: Photo, who: str = "collector") -> Any:
    """Send the bytes of a declared photo."""
    url = f"/api/v1/cases/{case_id}/photos/{one.sha256}"
    return cast.client(who).put(url, one.content, content_type="image/jpeg")
