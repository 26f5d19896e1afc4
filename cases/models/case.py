"""A case: one problem in the street, where it is, where it stands and who owes it what."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

import pghistory
from django.contrib.gis.db import models as gis
from django.contrib.gis.geos import Polygon
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.models import User
from cases.guards import UNDER_APPEAL
from cases.models.choices import Origin, SnapKind, Source, Urgency
from cases.models.grounds import Grounds
from cases.models.rights import CO_HANDLED, FOLLOWED, visible
from cases.models.side_roads import SideRoads
from cases.states import ENDED, OPEN_ORDER, State, StateGroup
from departments.models import Organization
from gis_core.actor import Actor, Scope
from gis_core.datum import Datum
from gis_core.models import UUIDModel, feature_id_twin, mercator_twin, tile_key_twin
from gis_core.srid import WEB_MERCATOR, WGS84
from grids.models import Cell, City
from standards.models import CaseClass


class CaseQuerySet(models.QuerySet["Case"]):
    """Sentences about cases: `Case.objects.open().in_district(code).overdue(at=now)`."""

    def of(self, city: City) -> Self:
        return self.filter(city=city)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_ORDER)

    def in_group(self, group: StateGroup) -> Self:
        return self.filter(state__in=group.states)

    def in_state(self, state: State) -> Self:
        return self.filter(state=state)

    def in_cell(self, cell: Cell) -> Self:
        return self.filter(cell=cell)

    def in_district(self, code: str) -> Self:
        return self.filter(district_code=code)

    def in_street(self, code: str) -> Self:
        return self.filter(street_code=code)

    def of_class(self, code: str) -> Self:
        """Of this minor class, or of any below this major one."""
        return self.filter(Q(case_class__code=code) | Q(case_class__parent__code=code))

    def handled_by(self, organization_ids: set[UUID]) -> Self:
        return self.filter(Q(organization__in=organization_ids) | Q(unit__in=organization_ids))

    def placed(self) -> Self:
        return self.filter(place_known=True)

    def within(self, box: Polygon) -> Self:
        """Inside a box of any SRID; read by the index on the Mercator twin."""
        return self.filter(geom_3857__intersects=box.transform(WEB_MERCATOR, clone=True))

    def reported_between(
        self, start: datetime | Combinable | None, end: datetime | Combinable | None
    ) -> Self:
        """Reported at or after `start` and before `end`; None leaves that side open."""
        rows = self if start is None else self.filter(reported_at__gte=start)
        return rows if end is None else rows.filter(reported_at__lt=end)

    def mentioning(self, words: str) -> Self:
        """Whose number begins with the words, or whose place in words holds them."""
        return self.filter(Q(number__startswith=words) | Q(place_text__contains=words))

    def overdue(self, *, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at)

    def with_overdue(self, *, at: datetime) -> Self:
        """Each row with `overdue`: open and past its due time at `at`."""
        late = Q(due_at__isnull=False, due_at__lt=at) & ~Q(state__in=sorted(ENDED))
        return self.annotate(overdue=ExpressionWrapper(late, output_field=models.BooleanField()))

    def visible_in(self, city: City, actor: Actor) -> Self:
        """What this actor may see of one city; where that is everything, no row is asked."""
        rows = self.of(city)
        return rows if self.sees_all(city, actor) else rows.visible_to(actor)

    def sees_all(self, city: City, actor: Actor) -> bool:
        """Whether the actor may see every case of the city."""
        return actor.is_operator or city.pk in actor.city_ids(Scope.CITY)

    def visible_to(self, actor: Actor) -> Self:
        """What this actor may see: the whole city, their organisations' cases, or their own."""
        if actor.is_operator:
            return self
        if actor.user_id is None:
            return self.none()
        return self.filter(visible(actor))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["geom_3857", "feature_id", "tile_key"],
    model_name="CaseHistory",
)
class Case(SideRoads, Grounds, UUIDModel):
    """案件. State is written by `stages/step.py` and `bulk.py` only.

    Attributes:
        number: for people; issued at acceptance, unique in the city, gaps allowed.
        place_known: False = no point, no cell, no tile; counted apart.
        datum, raw_lon, raw_lat, accuracy_m: the place as it was sent (degrees of that datum).
        geom: the place as stored: WGS 84, multiples of 1e-7°.
        tile_key: the smallest square of the web map that holds it (see `gis_core.tile`).
        snap_kind, snap_distance_m: how the cell was found (see `grids.snap`).
        district_code, street_code, community_code: as they were when the case was filed.
        organization: first-level department that answers for the case; unit: who handles it.
        flags: what is odd about an imported row, kept rather than mended.
        fingerprint: SHA-256 of the canonical first payload; a resend must match it.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="cases", db_index=False)
    number = models.CharField("案件编号", max_length=32, null=True)
    outer_number = models.CharField("外部工单号", max_length=64, null=True)
    state = models.CharField("状态", max_length=16, choices=[(s.value, s.value) for s in State])
    case_class = models.ForeignKey(CaseClass, models.PROTECT, related_name="cases")
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency, default=Urgency.NORMAL)
    source = models.CharField("来源", max_length=10, choices=Source)
    origin = models.CharField("数据来源", max_length=10, choices=Origin, default=Origin.REPORTED)

    place_known = models.BooleanField("位置已知", default=True)
    datum = models.CharField("坐标基准", max_length=8, choices=[(d.value, d.value) for d in Datum])
    raw_lon = models.FloatField("上报经度", null=True)
    raw_lat = models.FloatField("上报纬度", null=True)
    accuracy_m = models.FloatField("定位精度（米）", null=True)
    geom = gis.PointField("位置", srid=WGS84, null=True, spatial_index=False)
    geom_3857 = mercator_twin(gis.PointField(srid=WEB_MERCATOR, null=True))
    feature_id = feature_id_twin()
    tile_key = tile_key_twin()
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="cases")
    snap_kind = models.CharField("入格方式", max_length=8, choices=SnapKind, blank=True)
    snap_distance_m = models.FloatField("入格距离（米）", null=True)
    district_code = models.CharField("区", max_length=16, blank=True)
    street_code = models.CharField("街道", max_length=16, blank=True)
    community_code = models.CharField("社区", max_length=16, blank=True)
    place_text = models.CharField("位置描述", max_length=300, blank=True)
    road = models.CharField("道路", max_length=80, blank=True)
    problem_text = models.TextField("问题描述", blank=True)

    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="cases")
    unit = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="unit_cases")
    reporter_account = models.ForeignKey(User, models.PROTECT, null=True, related_name="reports")

    reported_at = models.DateTimeField("上报时间")
    received_at = models.DateTimeField("收到时间")
    accepted_at = models.DateTimeField("受理时间", null=True)
    filed_at = models.DateTimeField("立案时间", null=True)
    dispatched_at = models.DateTimeField("派遣时间", null=True)
    replied_at = models.DateTimeField("反馈时间", null=True)
    checked_at = models.DateTimeField("核查时间", null=True)
    closed_at = models.DateTimeField("结案时间", null=True)
    due_at = models.DateTimeField("应结时间", null=True)

    story = models.PositiveSmallIntegerField("演示故事", null=True)
    flags = ArrayField(models.CharField(max_length=32), verbose_name="标记", default=list)
    event_count = models.PositiveIntegerField("事件数", db_default=0)
    fingerprint = models.CharField("首次内容指纹", max_length=64)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "案件"
        verbose_name_plural = "案件"
        constraints = [
            models.UniqueConstraint(
                fields=["city", "number"],
                condition=Q(number__isnull=False),
                name="case_number_once",
            ),
            models.UniqueConstraint(
                fields=["city", "source", "outer_number"],
                condition=Q(outer_number__isnull=False),
                name="case_outer_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(s) for s in State]), name="case_state_in_the_table"
            ),
            models.CheckConstraint(
                condition=Q(place_known=True, geom__isnull=False, cell__isnull=False)
                | Q(place_known=False, geom__isnull=True, cell__isnull=True),
                name="case_place_known_or_empty",
            ),
        ]
        indexes = [
            GistIndex(fields=["geom_3857"], name="case_tile"),
            # Counts per square of a low zoom are read from this index alone.
            models.Index(
                fields=["city", "tile_key"],
                include=["state", "geom_3857"],
                name="case_bins",
            ),
            models.Index(fields=["city", "-reported_at", "-id"], name="case_newest_first"),
            models.Index(fields=["city", "state", "-reported_at"], name="case_by_state"),
            # Whoever reported a duplicate follows the case that it was merged into.
            GinIndex(fields=["follower_ids"], name="case_followed", condition=FOLLOWED),
            GinIndex(fields=["co_organizations"], name="case_co_handled", condition=CO_HANDLED),
            models.Index(fields=["city"], name="case_story", condition=Q(story__isnull=False)),
            # Work lists read the open cases alone, what is due first.
            models.Index(
                "city",
                Coalesce("due_at", "reported_at"),
                "id",
                name="case_open_by_due",
                condition=Q(state__in=[str(s) for s in OPEN_ORDER]),
            ),
            models.Index(
                fields=["city"],
                name="case_under_appeal",
                condition=Q(appeal__in=[str(a) for a in UNDER_APPEAL]),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)

    @property
    def current_state(self) -> State:
        return State(self.state)
