"""The background map over HTTP: its pictures by our own address, and what a client must know."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from gis_core.errors import BadParameter
from tiles.background import background, kind_of, known_background
from tiles.background_serving import picture_of
from tiles.versions import tag_of_body
from tiles.views import MapView, address_of

FRESH_S: Final = 86_400


class BackgroundView(MapView):
    @extend_schema(
        operation_id="background_tile",
        parameters=[OpenApiParameter(name, int, OpenApiParameter.PATH) for name in ("z", "x", "y")],
        responses={
            (200, "image/png"): OpenApiTypes.BINARY,
            204: OpenApiResponse(description="The background has no picture here."),
            304: OpenApiResponse(description="What you have is still right."),
            502: OpenApiResponse(description="Its server cannot be reached, or sends no picture."),
            503: OpenApiResponse(description="Its server is too slow; see Retry-After."),
        },
    )
    def get(self, request: Request, z: str, x: str, y: str) -> HttpResponseBase:
        """One picture of the city's background map, for whoever has an account."""
        known, at = known_background(), address_of(z, x, y)
        if at.z > known.max_zoom:
            raise BadParameter(name="z", reason=f"0-{known.max_zoom}")
        picture = picture_of(known, at)
        answer = HttpResponse(picture, content_type=kind_of(picture) or "image/png")
        answer.status_code = 200 if picture else 204
        answer["ETag"] = tag_of_body(picture)
        answer["Cache-Control"] = f"private, max-age={FRESH_S}"
        answer["X-Content-Type-Options"] = "nosniff"
        patch_vary_headers(answer, ("Cookie", "Authorization"))
        same = get_conditional_response(request._request, etag=answer["ETag"], response=answer)
        return answer if same is None else same


class BackgroundJsonView(MapView):
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="background_json",
        responses={
            200: OpenApiTypes.OBJECT,
            204: OpenApiResponse(description="No background map is set."),
        },
    )
    def get(self, request: Request) -> Response:
        """TileJSON 2.2.0 of the city's background map: pictures, so no layers."""
        known = background()
        if known is None:
            return Response(status=204)
        source = known.source(request.build_absolute_uri("/tiles/"))
        described = {
            "tilejson": "2.2.0",
            "name": "background",
            "scheme": "xyz",
            "tiles": source["tiles"],
            "minzoom": 0,
            "maxzoom": known.max_zoom,
            "attribution": known.attribution,
        }
        return Response(described)
