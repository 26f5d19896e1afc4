"""Photos of a case: bytes in under their SHA-256, the public copy out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import ReceiptSerializer, receipt_document
from cases.photos import SIZE_LIMIT_MB, public_copy, store
from cases.stages.collect import Receipt
from departments.api.acting import actor_from


class PhotoView(APIView):
    @extend_schema(
        request={"image/*": OpenApiTypes.BINARY},
        responses={201: ReceiptSerializer, 200: ReceiptSerializer},
    )
    def put(self, request: Request, case_id: UUID, sha256: str) -> Response:
        """Upload a declared photo; sending it again is harmless."""
        case, new = store(
            case_id=case_id,
            sha256=sha256,
            # One byte over the limit is enough to refuse it.
            content=request._request.read(SIZE_LIMIT_MB * 1_000_000 + 1),
            actor=actor_from(request),
            at=timezone.now(),
        )
        return Response(
            receipt_document(Receipt(case, case.photos.all(), is_new=new)),
            status=status.HTTP_201_CREATED if new else status.HTTP_200_OK,
        )

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, case_id: UUID, sha256: str) -> HttpResponse:
        """The photo as people are shown it: upright, without EXIF."""
        content = public_copy(case_id=case_id, sha256=sha256, actor=actor_from(request))
        return HttpResponse(
            content,
            content_type="image/jpeg",
            headers={"Cache-Control": "private, max-age=86400, immutable"},
        )
