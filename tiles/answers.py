"""How a tile leaves: empty or not, changed or not, compressed or not."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request

from tiles.codings import IDENTITY, coding_for
from tiles.mvt import TileRequest
from tiles.serving import body_of
from tiles.versions import tag_of, tag_of_body

MVT: Final = "application/vnd.mapbox-vector-tile"


def tile_answer(request: Request, wanted: TileRequest) -> HttpResponseBase:
    """Return 200, 204 where the tile is empty, or 304 where the client has it already.

    Where the layer's changes are noted, 304 is answered without reading a feature.
    """
    tag = tag_of(wanted)
    blank = HttpResponse(content_type=MVT)
    # What one may see depends on who asks, so no cache between may keep it.
    fresh_s = wanted.layer.fresh_s
    blank["Cache-Control"] = f"private, max-age={fresh_s}" if fresh_s else "private, no-cache"
    patch_vary_headers(blank, ("Accept-Encoding", "Cookie", "Authorization"))
    if tag is not None and (same := _unchanged(request, blank, tag)):
        return same
    coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body = body_of(wanted, tag, coding)
    if tag is None and (same := _unchanged(request, blank, tag_of_body(body))):
        return same
    blank.status_code = 200 if body else 204
    if body:
        blank.content = body
        if coding != IDENTITY:
            blank["Content-Encoding"] = coding
    return blank


def _unchanged(request: Request, blank: HttpResponse, tag: str) -> HttpResponseBase | None:
    """Write the tag down; return 304 where the client named it."""
    blank["ETag"] = tag
    answer = get_conditional_response(request._request, etag=tag, response=blank)
    return None if answer is blank else answer
