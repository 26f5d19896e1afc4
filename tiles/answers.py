"""How a tile leaves: empty or not, changed or not, compressed or not."""

import gzip
import re
from hashlib import blake2b
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request

MVT: Final = "application/vnd.mapbox-vector-tile"

GZIP_LEVEL: Final = 1
"""Ids and numbers hardly compress: level 6 saves 6 % more and takes three times as long."""

_NEVER: Final = re.compile(r"q=0(\.0*)?")


def etag_of(body: bytes) -> str:
    """Return the tag of a tile's content, the same for each of its codings."""
    return f'W/"{blake2b(body, digest_size=16).hexdigest()}"'


def tile_answer(request: Request, body: bytes, *, fresh_s: int) -> HttpResponseBase:
    """Return 200, 204 where the tile is empty, or 304 where the client has it already."""
    blank = HttpResponse(status=200 if body else 204, content_type=MVT)
    blank["ETag"] = etag_of(body)
    # What one may see depends on who asks, so no cache between may keep it.
    blank["Cache-Control"] = f"private, max-age={fresh_s}" if fresh_s else "private, no-cache"
    patch_vary_headers(blank, ("Accept-Encoding", "Cookie", "Authorization"))
    answer = get_conditional_response(request._request, etag=blank["ETag"], response=blank)
    if answer is blank and body:
        _fill(blank, body, compressed=_takes_gzip(request.headers.get("Accept-Encoding", "")))
    return answer or blank


def _fill(answer: HttpResponse, body: bytes, *, compressed: bool) -> None:
    if compressed:
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        answer["Content-Encoding"] = "gzip"
    answer.content = body


def _takes_gzip(accepted: str) -> bool:
    """Whether the header allows gzip; `gzip;q=0` says that it does not."""
    codings = (coding.replace(" ", "").lower() for coding in accepted.split(","))
    for name, _, weight in (coding.partition(";") for coding in codings):
        if name in ("gzip", "*"):
            return not _NEVER.fullmatch(weight)
    return False
