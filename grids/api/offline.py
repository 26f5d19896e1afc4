"""The pack of a district for a phone that has no signal."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from gis_core.params import text
from grids.api.params import CITY, city_from
from grids.offline import pack_of, pack_version

PACK = "application/vnd.wangge.grid-pack"

FRESH_S = 3600
"""A new generation of the network is announced days before; an hour is soon enough."""


class OfflinePackView(APIView):
    @extend_schema(
        parameters=[
            CITY,
            OpenApiParameter("district", str, description="code; the whole city where absent"),
        ],
        responses={(200, PACK): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The cells of a district with their names, as one compressed file (gzip)."""
        city, now = city_from(request), timezone.now()
        district = text(request.query_params, "district", at_most=16)
        version = pack_version(city, district, now)
        answer = HttpResponse(content_type=PACK)
        answer["ETag"] = f'"{version}"'
        answer["Cache-Control"] = f"private, max-age={FRESH_S}"
        patch_vary_headers(answer, ("Cookie", "Authorization"))
        unchanged = get_conditional_response(request._request, answer["ETag"], response=answer)
        if unchanged is not answer and unchanged is not None:
            return unchanged
        answer["Content-Encoding"] = "gzip"
        answer.content = pack_of(city, district, now, version)
        return answer
