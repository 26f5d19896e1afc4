"""The rows of a draft as GeoJSON, in the same pages as those of the network in force."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema

from departments.api.networks.acting import draft_for
from grids.api.areas import (
    DISTRICT,
    STREET,
    CellList,
    CommunityList,
    DistrictList,
    NetworkList,
    StreetList,
)
from grids.api.params import BBOX

COMMUNITY = OpenApiParameter("community", str, description="code of a community")


class DraftLevel(NetworkList):
    """A list of one level, of the draft in the address."""

    def rows_of_the_network(self, rows: Any) -> QuerySet[Any]:
        draft: UUID = self.kwargs["draft"]
        found: QuerySet[Any] = rows.filter(generation=draft_for(self.request, draft).generation)
        return found


@extend_schema(parameters=[BBOX])
class DraftDistricts(DraftLevel, DistrictList):
    """Districts of a draft."""


@extend_schema(parameters=[DISTRICT, BBOX])
class DraftStreets(DraftLevel, StreetList):
    """Streets of a draft."""


@extend_schema(parameters=[DISTRICT, STREET, BBOX])
class DraftCommunities(DraftLevel, CommunityList):
    """Communities of a draft."""


@extend_schema(parameters=[DISTRICT, STREET, COMMUNITY, BBOX])
class DraftCells(DraftLevel, CellList):
    """Cells of a draft."""

    narrowing = {**CellList.narrowing, "community": "community__code"}
