"""Tiles, their descriptions and the map's style over HTTP."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.authentication import DeviceAuthentication
from accounts.kept_sessions import KeptSession, KeptSessionAuthentication
from departments.api.acting import actor_from
from gis_core.errors import BadParameter
from gis_core.kept import Outdated
from gis_core.layers import Viewing, registry
from gis_core.tile import TileAddress
from grids.api.params import CITY, city_from
from tiles.answers import MVT, tile_answer
from tiles.background import background
from tiles.cities import kept_city
from tiles.mvt import TileRequest
from tiles.style import style
from tiles.tilejson import tilejson

RETRY_AFTER_S: Final = 2
"""When a tile that took too long may be asked for again."""

SIGNED_IN: Final[Any] = [{"knoxApiToken": []}, {"cookieAuth": []}]
"""What a tile's description says of signing in: a kept session is a session."""

_NUMBER: Final = re.compile(r"[0-9]{1,8}")


class WhateverIsAccepted(BaseContentNegotiation):
    """A tile has one format: map clients send all kinds of Accept headers and mean the tile."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        return renderers[0], renderers[0].media_type


class MapView(APIView):
    """What the views of this room share: a refusal is never kept by a cache."""

    content_negotiation_class = WhateverIsAccepted

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if answer.status_code >= 400:
            answer["Cache-Control"] = "no-store"
        if answer.status_code == 503:
            answer["Retry-After"] = str(RETRY_AFTER_S)
        return answer


class DrawingView(MapView):
    """What answers with tiles: from rows that are kept, checked by the statement that asks for
    the tile's version."""

    authentication_classes = (DeviceAuthentication, KeptSessionAuthentication)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        while True:
            # What was relied on has changed: once more, with what there is now.
            with suppress(Outdated):
                return super().dispatch(request, *args, **kwargs)

    def draw(self, request: Request, layer: str, z: str, x: str, y: str) -> HttpResponseBase:
        """Answer with the tile that the path names and the parameters narrow."""
        known, address = registry.get(layer), address_of(z, x, y)
        city, stamp = kept_city(request)
        kept = request.auth.stamps if isinstance(request.auth, KeptSession) else ()
        wanted = TileRequest(
            layer=known,
            address=address,
            viewing=Viewing(actor=actor_from(request), city=city, at=_this_second()),
            said=request.query_params.dict(),
            stamps=(*kept, stamp),
        )
        return tile_answer(request, wanted)


class TileView(DrawingView):
    @extend_schema(
        auth=SIGNED_IN,
        parameters=[
            CITY,
            OpenApiParameter("layer", str, OpenApiParameter.PATH),
            *(OpenApiParameter(name, int, OpenApiParameter.PATH) for name in ("z", "x", "y")),
        ],
        responses={
            (200, MVT): OpenApiTypes.BINARY,
            204: OpenApiResponse(description="Nothing to draw here."),
            304: OpenApiResponse(description="What you have is still right."),
            503: OpenApiResponse(description="Took too long; see Retry-After."),
        },
    )
    def get(self, request: Request, layer: str, z: str, x: str, y: str) -> HttpResponseBase:
        """One vector tile; the layer's own filters narrow it as they narrow its list."""
        return self.draw(request, layer, z, x, y)


class TileJsonView(MapView):
    permission_classes = (AllowAny,)

    @extend_schema(parameters=[CITY], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, layer: str) -> Response:
        """TileJSON 3.0.0 of a layer; its tiles carry on the filters that are given here."""
        described = tilejson(
            registry.get(layer),
            city=city_from(request),
            root=request.build_absolute_uri("/tiles/"),
            said=request.query_params.dict(),
            at=timezone.now(),
        )
        return Response(described)


class StyleView(MapView):
    permission_classes = (AllowAny,)

    @extend_schema(parameters=[CITY], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """A MapLibre style of all layers, in the part of the language that QGIS reads too."""
        root = request.build_absolute_uri("/tiles/")
        city = city_from(request)
        return Response(style(registry, city=city, root=root, background=background()))


def _this_second() -> datetime:
    """Return the end of this second: the tiles that a map asks for at once share their time.

    Its end, so that what began just now has begun.
    """
    return timezone.now().replace(microsecond=0) + timedelta(seconds=1)


def address_of(z: str, x: str, y: str) -> TileAddress:
    """Return the address, or raise BadParameter where it is none."""
    for name, value in (("z", z), ("x", x), ("y", y)):
        if not _NUMBER.fullmatch(value):
            raise BadParameter(name=name, reason="0, 1, 2 …")
    return TileAddress(int(z), int(x), int(y))
