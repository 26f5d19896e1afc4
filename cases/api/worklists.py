"""Work lists over HTTP: how much waits for me, and the cases themselves, what is due first."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.documents import CaseFeatureSerializer
from cases.models import Case, Task
from cases.waiting import waiting_verbs
from cases.worklists import (
    Desk,
    Page,
    Place,
    WorkList,
    counts_of,
    light_of,
    page_of,
    tasks_of,
    waiting_by_post,
)
from departments.api.acting import actor_from
from gis_core.errors import BadParameter, NotFound
from gis_core.params import whole
from grids.api.params import CITY, city_from

PAGE_SIZE: Final = 50
PAGE_SIZE_LIMIT: Final = 200

POST: Final = OpenApiParameter("post", str, description="code of one of your posts; all otherwise")
CURSOR: Final = OpenApiParameter("cursor", str, description="from `next` of the page before")
SIZE: Final = OpenApiParameter("page_size", int, description=f"{PAGE_SIZE}, {PAGE_SIZE_LIMIT} most")


class ListUnknown(NotFound):
    code = "work_list_unknown"
    zh = "没有“{what}”这个工作清单。"
    en = "There is no work list “{what}”."


class ListCountSerializer(serializers.Serializer[Any]):
    list = serializers.ChoiceField([(w.value, w.value) for w in WorkList])
    count = serializers.IntegerField(help_text="exact")


class PostCountSerializer(serializers.Serializer[Any]):
    post = serializers.CharField()
    waiting = serializers.IntegerField(help_text="open cases that wait for this post of yours")


class WorkListsSerializer(serializers.Serializer[Any]):
    lists = ListCountSerializer(many=True)
    posts = PostCountSerializer(many=True)


class TaskSerializer(serializers.ModelSerializer[Task]):
    class Meta:
        model = Task
        fields = ("id", "kind", "sent_at", "due_at")


class WorkFeatureSerializer(CaseFeatureSerializer):
    """A case on a list, with what it waits for."""

    unit_name = serializers.CharField(source="unit.name", default=None)
    light = serializers.ChoiceField(
        ["green", "amber", "red"], allow_null=True, help_text="null: nothing runs"
    )
    waits_for = serializers.ListField(
        child=serializers.CharField(), help_text="the verbs of yours that it waits for"
    )
    my_tasks = TaskSerializer(many=True)

    class Meta(CaseFeatureSerializer.Meta):
        fields = (
            *CaseFeatureSerializer.Meta.fields,
            "unit_name",
            "asked",
            "asked_until",
            "amber_at",
            "light",
            "waits_for",
            "my_tasks",
        )


class WorkPageSerializer(serializers.Serializer[Any]):
    """A FeatureCollection and the address of the next page."""

    type = serializers.CharField()
    features = WorkFeatureSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class WorkListsView(APIView):
    @extend_schema(
        operation_id="worklists_list", parameters=[CITY, POST], responses=WorkListsSerializer
    )
    def get(self, request: Request) -> Response:
        """How many cases each of your lists holds."""
        desk = desk_from(request)
        said = {
            "lists": [{"list": which, "count": n} for which, n in counts_of(desk).items()],
            "posts": [{"post": post, "waiting": n} for post, n in waiting_by_post(desk).items()],
        }
        return Response(WorkListsSerializer(said).data)


class WorkListView(APIView):
    @extend_schema(parameters=[CITY, POST, CURSOR, SIZE], responses=WorkPageSerializer)
    def get(self, request: Request, which: str) -> Response:
        """One of your lists: what is due first. A page goes on where the one before ended."""
        if which not in list(WorkList):
            raise ListUnknown(what=which)
        desk, said = desk_from(request), request.query_params
        size = whole(said, "page_size", default=PAGE_SIZE, low=1, high=PAGE_SIZE_LIMIT)
        page = page_of(desk, WorkList(which), after=_place_from(said), size=size)
        features = WorkFeatureSerializer(_told(page.cases, desk), many=True).data
        return Response({**features, "next": _next(request, page)})


def desk_from(request: Request) -> Desk:
    """Return whose lists a request asks for."""
    return Desk(
        actor=actor_from(request),
        city=city_from(request),
        at=timezone.now(),
        post=request.query_params.get("post") or None,
    )


def _told(cases: Sequence[Case], desk: Desk) -> Sequence[Case]:
    """Write beside each case what its row on the list says."""
    tasks = tasks_of(cases, desk.actor)
    for case in cases:
        case.light = light_of(case, desk)  # type: ignore[attr-defined]
        case.overdue = case.light == "red"  # type: ignore[attr-defined]
        case.waits_for = waiting_verbs(case, desk.actor, at=desk.at)  # type: ignore[attr-defined]
        mine = (task for task in tasks.get(case.pk, []) if task.kind in case.waits_for)  # type: ignore[attr-defined]
        case.my_tasks = list(mine)  # type: ignore[attr-defined]
    return cases


def _next(request: Request, page: Page) -> str | None:
    if page.next is None:
        return None
    cursor = f"{page.next.by.isoformat()},{page.next.id}".encode()
    said = {**request.query_params.dict(), "cursor": urlsafe_b64encode(cursor).decode()}
    return request.build_absolute_uri(f"{request.path}?{urlencode(said)}")


def _place_from(said: Mapping[str, Any]) -> Place | None:
    """Return where the page before ended. Raises BadParameter for what nobody was given."""
    if not said.get("cursor"):
        return None
    try:
        by, _, case_id = urlsafe_b64decode(said["cursor"]).decode().partition(",")
        place = Place(datetime.fromisoformat(by), UUID(case_id))
        if place.by.tzinfo is None:
            raise ValueError(by)
    except ValueError:
        raise BadParameter(name="cursor", reason="next") from None
    return place
