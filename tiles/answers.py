"""How a tile leaves: empty or not, changed or not, compressed or not."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from tiles.codings import IDENTITY, coding_for
from tiles.mvt import TileRequest
from tiles.serving import body_of
from tiles.versions import tag_of, tag_of_body

MVT: Final = "application/vnd.mapbox-vector-tile"
VARY: Final = "Accept-Encoding, Cookie, Authorization"


def tile_answer(request: Request, wanted: TileRequest) -> HttpResponseBase:
    """Return 200, 204 where the tile is empty, or 304 where the client has it already.

    Where the layer's changes are noted, 304 is answered without reading a feature.
    """
    answer = _answer(request, wanted)
    # What one may see depends on who asks, so no cache between may keep it.
    fresh_s = wanted.layer.fresh_s
    answer["Cache-Control"] = f"private, max-age={fresh_s}" if fresh_s else "private, no-cache"
    answer["Vary"] = VARY
    return answer


def _answer(request: Request, wanted: TileRequest) -> HttpResponseBase:
    tag = tag_of(wanted)
    if tag is not None and (same := _unchanged(request, tag)):
        return same
    coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body = body_of(wanted, tag, coding)
    if tag is None:
        tag = tag_of_body(body)
        if same := _unchanged(request, tag):
            return same
    answer = HttpResponse(body, content_type=MVT, status=200 if body else 204)
    answer["ETag"] = tag
    if body and coding != IDENTITY:
        answer["Content-Encoding"] = coding
    return answer


def _unchanged(request: Request, tag: str) -> HttpResponseBase | None:
    """Return 304 where the client named the tag, and what other conditions of its ask for."""
    asked = request._request
    if asked.META.get("HTTP_IF_NONE_MATCH") == tag and "HTTP_IF_MATCH" not in asked.META:
        same: HttpResponseBase | None = HttpResponseNotModified()
    else:
        same = get_conditional_response(asked, etag=tag)
    if same is not None:
        same["ETag"] = tag
    return same
