"""The list of cases: newest first, narrowed as the tiles are, with stable paging."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.gis.geos import Polygon
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView

from cases.api.documents import CaseFeatureSerializer
from cases.filters import CASE_FILTERS
from cases.models import Case
from cases.models.case import CaseQuerySet
from departments.api.acting import actor_from
from gis_core.errors import BadParameter
from gis_core.pages import FeaturePages
from gis_core.srid import WGS84
from grids.models import City


class CasePages(FeaturePages):
    """Pages by (reported_at, id): a new case never shifts a page that is being read."""

    ordering = ("-reported_at", "-id")
    page_size = 50


@extend_schema(
    parameters=[
        OpenApiParameter("city", str, required=True, description="slug of the city"),
        *(OpenApiParameter(name, str) for name in CASE_FILTERS),
        OpenApiParameter("q", str, description="part of the number, or of the place in words"),
        OpenApiParameter("bbox", str, description="west,south,east,north in WGS 84 degrees"),
        OpenApiParameter("mine", bool, description="only what I reported"),
    ]
)
class CaseListView(ListAPIView[Case]):
    """Cases that you may see, as GeoJSON."""

    serializer_class = CaseFeatureSerializer
    pagination_class = CasePages
    queryset = Case.objects.none()  # for the schema only

    def get_queryset(self) -> CaseQuerySet:
        actor = actor_from(self.request)
        said = self.request.query_params
        rows = Case.objects.of(City.named(said.get("city", ""))).visible_to(actor)
        if said.get("mine") == "true":
            rows = rows.filter(reporter_account_id=actor.user_id)
        return narrowed(rows, said).select_related("case_class", "organization")


def narrowed(rows: CaseQuerySet, said: Mapping[str, str]) -> CaseQuerySet:
    """Return the rows that every parameter lets through. Raises BadParameter."""
    for name, narrow in CASE_FILTERS.items():
        if said.get(name):
            rows = narrow(rows, said[name])
    if said.get("bbox"):
        rows = rows.within(_box(said["bbox"]))
    if said.get("q"):
        rows = rows.mentioning(said["q"])
    return rows


def _box(value: str) -> Polygon:
    try:
        west, south, east, north = (float(part) for part in value.split(","))
        if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
            raise ValueError
    except ValueError:
        raise BadParameter(name="bbox", reason="west,south,east,north") from None
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = WGS84
    return box
