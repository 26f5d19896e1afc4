"""责任网格: who looks after which cells, in which shift, from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.gis.db import models as gis
from django.contrib.gis.geos import Polygon
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from departments.models.of_city import OfCityQuerySet
from departments.models.organization import Organization
from departments.shifts import Days, Hours, Moment
from gis_core.audit import tracked
from gis_core.models import UUIDModel, feature_id_twin, mercator_twin
from gis_core.srid import WEB_MERCATOR, WGS84
from grids.models import City, Generation


class ShiftQuerySet(models.QuerySet["Shift"]):
    def of(self, city: City) -> Self:
        return self.filter(city=city)

    def running(self, moment: Moment) -> Self:
        """The shifts that run at a moment on the city's wall: `Hours.covers`, said in SQL."""
        clock, today = moment.clock, moment.days_today
        late = Q(begins__gte=F("ends"))
        begun = Q(begins__lte=clock, days__in=today)
        over = Q(ends__gt=clock)
        before = Q(late, over, days__in=moment.days_before)
        return self.filter(Q(~late, begun, over) | Q(late, begun) | before)


@tracked("ShiftHistory")
class Shift(UUIDModel):
    """班次: a named part of the day; it belongs to the day on which it begins.

    `ends` not later than `begins`: it runs past midnight; both equal: round the clock.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="shifts")
    code = models.SlugField("代码", max_length=20)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=40, blank=True)
    begins = models.TimeField("开始")
    ends = models.TimeField("结束")
    days = models.CharField(
        "日子",
        max_length=8,
        choices=[(Days.EVERY, "每天"), (Days.WORKING, "工作日"), (Days.REST, "休息日")],
        default=Days.EVERY,
    )

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "班次"
        verbose_name_plural = "班次"
        ordering = ("begins", "code")
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="shift_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.begins:%H:%M}-{self.ends:%H:%M}"

    @property
    def hours(self) -> Hours:
        return Hours(self.begins, self.ends, Days(self.days))


class DutyGridQuerySet(OfCityQuerySet["DutyGrid"]):
    def begun(self, at: datetime) -> Self:
        return self.filter(valid_from__lte=at)

    def running(self, moment: Moment) -> Self:
        """Those whose shift runs at a moment on the city's wall."""
        return self.filter(shift__in=Shift.objects.running(moment))

    def holding(self, generation: Generation, code: str) -> Self:
        """Those that the cell with this code belongs to."""
        return self.filter(generation=generation, cell_codes__contains=[code])

    def in_window(self, window: Polygon) -> Self:
        return self.filter(geom__intersects=window)


@tracked("DutyGridHistory", exclude=["geom", "geom_3857", "feature_id"])
class DutyGrid(UUIDModel):
    """责任网格: cells of one generation bound to a collector or a unit, by shift and dates.

    It keeps the ground that it was drawn on: a new generation of the network moves nobody's beat
    until it is carried over (`departments.duty_carrying`).

    Attributes:
        cell_codes: codes in `generation`, ascending.
        collector, organization: who is on duty; exactly one of them.
        geom: the union of the cells, which follows from the codes.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="duty_grids")
    generation = models.ForeignKey(Generation, models.PROTECT, related_name="duty_grids")
    code = models.CharField("编号", max_length=40)
    name = models.CharField("名称", max_length=80, blank=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="duty_grids")
    collector = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="duty_grids"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="duty_grids"
    )
    cell_codes = ArrayField(models.CharField(max_length=16), verbose_name="单元网格编码")
    valid_from = models.DateTimeField("起")
    valid_to = models.DateTimeField("止", null=True, blank=True)
    generated = models.BooleanField("数据为生成", default=False)
    geom = gis.MultiPolygonField("范围", srid=WGS84)
    geom_3857 = mercator_twin(gis.MultiPolygonField(srid=WEB_MERCATOR))
    feature_id = feature_id_twin()

    objects = DutyGridQuerySet.as_manager()

    class Meta:
        verbose_name = "责任网格"
        verbose_name_plural = "责任网格"
        ordering = ("code", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["city", "code", "valid_from"], name="duty_code_once"),
            models.CheckConstraint(
                condition=Q(collector__isnull=True) ^ Q(organization__isnull=True),
                name="duty_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="duty_ends_after_it_begins",
            ),
        ]
        indexes = [
            GinIndex(fields=["cell_codes"], name="duty_cells", fastupdate=False),
            GistIndex(fields=["geom_3857"], name="duty_tile"),
            # What has ended stays, and must not be walked through to find what is in force.
            models.Index(
                fields=["city", "valid_to"],
                include=["valid_from", "generation"],
                name="duty_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()
