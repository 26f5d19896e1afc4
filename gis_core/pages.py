"""Pages of GeoJSON: a cursor that stays right while rows come and go, and a bounded size."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gis_core.errors import BadParameter
from gis_core.params import whole

PAGE_SIZE_LIMIT: Final = 1000
"""Features on one page at most: about a megabyte of cells."""


class FeaturePages(CursorPagination):
    """A FeatureCollection with `next` and `previous`; subclasses name a unique `ordering`."""

    page_size = 100
    max_page_size = PAGE_SIZE_LIMIT
    page_size_query_param = "page_size"
    ordering: Any = "id"

    def get_page_size(self, request: Request) -> int:
        return whole(
            request.query_params,
            "page_size",
            default=self.page_size or PAGE_SIZE_LIMIT,
            low=1,
            high=PAGE_SIZE_LIMIT,
        )

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """Return the page, or raise BadParameter for a cursor that nobody was given."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, ValidationError, ValueError):
            raise BadParameter(name="cursor", reason="next / previous") from None

    def get_paginated_response(self, data: Any) -> Response:
        links = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        return Response({**data, **links})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "nullable": True, "format": "uri"}
        return {
            "allOf": [
                schema,
                {
                    "type": "object",
                    "required": ["next", "previous"],
                    "properties": {"next": link, "previous": link},
                },
            ]
        }
