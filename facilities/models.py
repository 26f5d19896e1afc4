"""Facilities: the city's things on the map, and the gazetteer that finds a place by its name."""

from __future__ import annotations

from typing import Final, Self

import pghistory
from django.contrib.gis.db import models as gis
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db import models

from departments.models import Organization
from gis_core.actor import Actor
from gis_core.errors import Words
from gis_core.models import UUIDModel, feature_id_twin, label_twin, mercator_twin
from gis_core.srid import WEB_MERCATOR, WGS84
from grids.models import City, CodeScheme
from standards.component_ids import problem_of
from standards.models import CaseClass

NO_CLASS: Final = Words("component_class_missing", "部件没有类别", "the component has no class")


class FacilityKind(models.TextChoices):
    TOILET = "toilet", "公共厕所"
    PARK = "park", "公园"
    SQUARE = "square", "广场"
    MARKET = "market", "农贸市场"
    BUS_STOP = "bus_stop", "公交站点"
    BICYCLE_POINT = "bicycle_point", "自行车点"
    GAS_PAYMENT_POINT = "gas_payment_point", "燃气缴费点"
    LIBRARY = "library", "图书馆"
    ROAD = "road", "道路"
    COMPONENT = "component", "部件"


class FacilityState(models.TextChoices):
    """State of a component as the national attribute table lists it."""

    INTACT = "intact", "完好"
    DAMAGED = "damaged", "破损"
    LOST = "lost", "丢失"
    ABANDONED = "abandoned", "废弃"
    REMOVED = "removed", "移除"


class FacilityQuerySet(models.QuerySet["Facility"]):
    def visible_to(self, actor: Actor) -> Self:
        """Facilities are no secret among those who have an account; others see none of them."""
        return self if actor.user_id is not None else self.none()

    def of(self, city: City) -> Self:
        return self.filter(city=city)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def in_use(self) -> Self:
        return self.exclude(state=FacilityState.REMOVED)


def division_prefix(city: City) -> str:
    """Return what the divisions of a city begin with: 4303 of 430300."""
    code = city.code if city.code_scheme == CodeScheme.CN15 else ""
    while code.endswith("00"):
        code = code[:-2]
    return code


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["geom_3857", "label_3857", "feature_id"],
    model_name="FacilityHistory",
)
class Facility(UUIDModel):
    """A point, line or polygon with a kind; a component also has a class, and an ID as its code.

    `owner` is whose it is (权属单位), `maintainer` who keeps it in order (养护单位).
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="facilities")
    kind = models.CharField("种类", max_length=20, choices=FacilityKind)
    component_class = models.ForeignKey(
        CaseClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField("编码", max_length=40)
    name = models.CharField("名称", max_length=160, blank=True)
    owner = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="facilities"
    )
    maintainer = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="maintained"
    )
    state = models.CharField(
        "状态", max_length=10, choices=FacilityState, default=FacilityState.INTACT
    )
    opening_hours = models.CharField("开放时间", max_length=120, blank=True)
    attributes = models.JSONField("其他属性", default=dict, blank=True)
    generated = models.BooleanField("数据为生成", default=False)
    geom = gis.GeometryField("位置", srid=WGS84)
    geom_3857 = mercator_twin(gis.GeometryField(srid=WEB_MERCATOR))
    label_3857 = label_twin()
    feature_id = feature_id_twin()

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = "设施"
        verbose_name_plural = "设施"
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="facility_code_once"),
        ]
        indexes = [
            GistIndex(fields=["geom_3857"], name="facility_tile"),
            models.Index(fields=["city", "kind"], name="facility_city_kind"),
            # What people look for is a hundredth of what is registered: nearest-first must not
            # walk past the components.
            GistIndex(
                fields=["geom_3857"],
                condition=~models.Q(kind="component"),
                name="facility_nearest",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    def clean(self) -> None:
        """Refuse a component whose ID is not what its dictionary asks for."""
        if (words := self.id_problem()) is not None:
            raise ValidationError({"code": f"{words.zh} {words.en}"})

    def id_problem(self) -> Words | None:
        """Return what is wrong with a component's ID; None where its dictionary gives no IDs."""
        if self.kind != FacilityKind.COMPONENT:
            return None
        if self.component_class is None:
            return NO_CLASS
        id_parts = self.component_class.dictionary.id_parts
        if not id_parts:
            return None
        return problem_of(
            self.code,
            id_parts=id_parts,
            class_code=self.component_class.code,
            division_prefix=division_prefix(self.city),
        )


class PlaceKind(models.TextChoices):
    DISTRICT = "district", "区"
    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    ROAD = "road", "道路"
    CROSSING = "crossing", "路口"
    LANDMARK = "landmark", "地标"
    FACILITY = "facility", "设施"


class Place(UUIDModel):
    """地名: an entry of the gazetteer, found by a part of its name or its pinyin initials.

    Attributes:
        key: the name without case, spaces and punctuation, as `facilities.gazetteer` folds it.
        initials: the first letter of each syllable or word, in lower case.
        context: tells two places of one name apart.
        weight: orders equal matches, larger first.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="places")
    kind = models.CharField("种类", max_length=12, choices=PlaceKind)
    name = models.CharField("名称", max_length=160)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    key = models.CharField("检索键", max_length=340)
    initials = models.CharField("拼音首字母", max_length=160)
    context = models.CharField("所在", max_length=160, blank=True)
    weight = models.SmallIntegerField("权重", default=0)
    geom = gis.PointField("位置", srid=WGS84)

    class Meta:
        verbose_name = "地名"
        verbose_name_plural = "地名"
        indexes = [models.Index(fields=["city", "kind"], name="place_city_kind")]

    def __str__(self) -> str:
        return self.name
