"""Photos that were damaged, or made to do damage: refused in words, or read as far as they go."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from cases.errors import PhotoTooLarge, PhotoUnreadable
from cases.exif import CameraNote, read_note
from cases.photos import content_type_of, look_through
from tests.pictures import camera_note, photo

# Pillow warns of what it skips; that it goes on is what is asked here.
pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning:PIL"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]

GOOD = photo(exif=camera_note(at=datetime(2026, 5, 6, 10, 0, tzinfo=UTC), lon=112.9, lat=27.8))


def pass_through(content: bytes) -> None:
    """What an upload goes through; nothing but a refusal may come of it."""
    with suppress(PhotoUnreadable, PhotoTooLarge):
        content_type_of(content)
        look_through(content, UTC)


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_byte_of_the_camera_s_notes_may_be_anything(changes: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD.content)
    for place, value in changes:
        content[place] = value
    pass_through(bytes(content))


@given(st.integers(0, len(GOOD.content)))
@settings(max_examples=100, deadline=None)
def test_a_photo_may_end_anywhere(length: int) -> None:
    pass_through(GOOD.content[:length])


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_notes_may_be_noise(noise: bytes) -> None:
    image = Image.open(BytesIO(GOOD.content))
    image.info["exif"] = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + noise
    read_note(image, UTC)


GPS, DETAILS = ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif


@pytest.mark.parametrize(
    ("directory", "tag", "value"),
    [
        (GPS, ExifTags.GPS.GPSLongitude, (112.0, 0.0)),
        (GPS, ExifTags.GPS.GPSLongitude, (float("nan"), 0.0, 0.0)),
        (GPS, ExifTags.GPS.GPSLongitude, (1e308, 1e308, 1e308)),
        (GPS, ExifTags.GPS.GPSLongitude, (181.0, 0.0, 0.0)),
        (GPS, ExifTags.GPS.GPSLongitude, "112.9"),
        (GPS, ExifTags.GPS.GPSTimeStamp, (1e300, 0.0, 0.0)),
        (DETAILS, ExifTags.Base.DateTimeOriginal, "0000:00:00 00:00:00"),
        (DETAILS, ExifTags.Base.DateTimeOriginal, "1970:01:01 00:00:00"),
        (DETAILS, ExifTags.Base.DateTimeOriginal, "昨天"),
        (DETAILS, ExifTags.Base.OffsetTimeOriginal, "+99:99"),
    ],
)
def test_absurd_notes_are_no_notes(directory: int, tag: int, value: object) -> None:
    exif = camera_note(lon=112.9, lat=27.8)
    exif.get_ifd(directory)[tag] = value
    image = Image.open(BytesIO(GOOD.content))
    image._exif = exif  # what an absurd file would decode to
    image.info["exif"] = b"anything"
    note = read_note(image, UTC)
    assert note.taken_at is None
    assert note in (CameraNote(), CameraNote(None, note.lon, note.lat))


def test_a_receiver_without_a_fix_says_no_place() -> None:
    zeros = photo(exif=camera_note(lon=0.0, lat=0.0))
    assert read_note(Image.open(BytesIO(zeros.content)), UTC) == CameraNote()


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        total = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + total

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000])
def test_a_picture_that_claims_too_many_pixels_is_refused_before_one_is_decoded(side: int) -> None:
    with pytest.raises((PhotoTooLarge, PhotoUnreadable)):
        content_type_of(png(side, side))


def test_a_picture_without_pixels_is_refused() -> None:
    content = png(100, 100)
    assert content_type_of(content) == "image/png"
    with pytest.raises(PhotoUnreadable):
        look_through(content, UTC)
