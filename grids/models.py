"""The three-level grid network of a city: district → street → cell, with communities between.

All four levels belong to a *generation*: one dated state of the network. A change of the network
is a new generation, and old cases keep the cell they were filed in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self, TypeVar

from django.contrib.gis.db import models as gis
from django.contrib.gis.geos import Point
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from gis_core.actor import Actor
from gis_core.audit import tracked
from gis_core.datum import Datum
from gis_core.errors import CityUnknown, NotFound
from gis_core.models import DatedQuerySet, UUIDModel, feature_id_twin, mercator_twin
from gis_core.srid import WEB_MERCATOR, WGS84


class CodeScheme(models.TextChoices):
    """How a city codes its network."""

    CN15 = "cn15", "15 位单元网格编码"
    PLAIN = "plain", "城市自有编码"


@tracked("CityHistory")
class City(UUIDModel):
    """A city of this installation.

    Attributes:
        code: division code (GB/T 2260 in China).
        metre_srid: the city's own plane in metres; areas and lengths are measured in it.
        map_notice: what a public map must say (审图号), or why it has none.
        generated: whether its network, facilities and cases are a demo generator's.
        figures_at: the moment at which its figures are read (what is due, what is late) where that
            is not now: a generated city stands still.
        published: what the city itself printed, with `source` and `as_of`, to stand beside what
            the division gives; None where nothing is known.
    """

    code = models.CharField("行政区划代码", max_length=12, unique=True)
    slug = models.SlugField("标识", unique=True)
    name = models.CharField("名称", max_length=80)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    time_zone = models.CharField("时区", max_length=40)
    metre_srid = models.IntegerField("米制坐标系")
    code_scheme = models.CharField("编码规则", max_length=8, choices=CodeScheme)
    default_datum = models.CharField("默认坐标基准", max_length=8, default=Datum.WGS84)
    map_notice = models.CharField("地图说明", max_length=200, blank=True)
    generated = models.BooleanField("数据为生成", default=False)
    figures_at = models.DateTimeField("数据截至", null=True, blank=True)
    published = models.JSONField("公布的数据", null=True, blank=True)
    centre = gis.PointField("中心点", srid=WGS84, null=True)

    class Meta:
        verbose_name = "城市"
        verbose_name_plural = "城市"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def named(cls, slug: str) -> City:
        """Return the city with this slug, or raise CityUnknown."""
        try:
            return cls.objects.get(slug=slug)
        except cls.DoesNotExist:
            raise CityUnknown(city=slug) from None

    def figures_time(self, now: datetime) -> datetime:
        """Return the moment at which this city's figures are read."""
        return self.figures_at or now


class NoNetwork(NotFound):
    code = "no_network"
    zh = "{what}还没有生效的网格。"
    en = "{what} has no network in force yet."


class GenerationQuerySet(DatedQuerySet["Generation"]):
    def of(self, city: City) -> Self:
        return self.filter(city=city)

    def current(self, city: City, at: datetime) -> Generation:
        """Return the generation in force, or raise NoNetwork."""
        found = self.of(city).valid_at(at).order_by("-valid_from").first()
        if found is None:
            raise NoNetwork(what=city.name)
        return found


@tracked("GenerationHistory")
class Generation(UUIDModel):
    """One dated state of a city's network; `valid_from` NULL = a draft."""

    city = models.ForeignKey(City, models.PROTECT, related_name="generations")
    number = models.PositiveIntegerField("代次")
    valid_from = models.DateTimeField("生效时间", null=True, blank=True)
    valid_to = models.DateTimeField("失效时间", null=True, blank=True)

    objects = GenerationQuerySet.as_manager()

    class Meta:
        verbose_name = "网格代次"
        verbose_name_plural = "网格代次"
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="generation_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.city} #{self.number}"


class Area(UUIDModel):
    """What district, street and community share: a coded, named polygon of one generation."""

    generation = models.ForeignKey(Generation, models.CASCADE)
    city = models.ForeignKey(City, models.PROTECT)
    code = models.CharField("编码", max_length=16)
    name = models.CharField("名称", max_length=80)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    generated = models.BooleanField("数据为生成", default=False)
    geom = gis.MultiPolygonField("范围", srid=WGS84, spatial_index=False)
    geom_3857 = mercator_twin(gis.MultiPolygonField(srid=WEB_MERCATOR))
    feature_id = feature_id_twin()

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


def _area_meta_constraints(level: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["generation", "code"], name=f"{level}_code_once"),
    ]


N = TypeVar("N", bound=models.Model)


class NetworkQuerySet(models.QuerySet[N]):
    """Rows of the network by city and date."""

    def visible_to(self, actor: Actor) -> Self:
        """The network is no secret among those who have an account; others see none of it."""
        return self if actor.user_id is not None else self.none()

    def of(self, city: City, at: datetime) -> Self:
        """The rows of the generation in force in `city` at `at`; none where there is none."""
        return self.filter(generation__in=Generation.objects.of(city).valid_at(at))


@tracked("DistrictHistory", exclude=["geom_3857", "feature_id"])
class District(Area):
    """区: first level of the grid."""

    objects = NetworkQuerySet["District"].as_manager()

    class Meta(Area.Meta):
        verbose_name = "区"
        verbose_name_plural = "区"
        constraints = _area_meta_constraints("district")


@tracked("StreetHistory", exclude=["geom_3857", "feature_id"])
class Street(Area):
    """街道: second level of the grid. Its district is stored, never read from its code."""

    district = models.ForeignKey(District, models.CASCADE, related_name="streets")

    objects = NetworkQuerySet["Street"].as_manager()

    class Meta(Area.Meta):
        verbose_name = "街道"
        verbose_name_plural = "街道"
        constraints = _area_meta_constraints("street")


@tracked("CommunityHistory", exclude=["geom_3857", "feature_id"])
class Community(Area):
    """社区: groups a street's cells; a code of its own, no level of the grid."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="communities")

    objects = NetworkQuerySet["Community"].as_manager()

    class Meta(Area.Meta):
        verbose_name = "社区"
        verbose_name_plural = "社区"
        constraints = _area_meta_constraints("community")


class CellQuerySet(NetworkQuerySet["Cell"]):
    def urban(self) -> Self:
        """Without the large countryside cells, which stay out of per-cell rankings."""
        return self.filter(rural=False)

    def touching(self, point: Point) -> Self:
        """Cells that hold the point inside or on their border, lowest code first."""
        return self.filter(geom__intersects=point).order_by("code")


@tracked("CellHistory", exclude=["geom_3857", "feature_id"])
class Cell(UUIDModel):
    """单元网格: third level of the grid; about 100 m × 100 m, or large and `rural`.

    `sequence` is the number inside the community (or street, where a city has no communities).
    """

    generation = models.ForeignKey(Generation, models.CASCADE)
    city = models.ForeignKey(City, models.PROTECT)
    street = models.ForeignKey(Street, models.CASCADE, related_name="cells")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="cells")
    code = models.CharField("编码", max_length=16)
    sequence = models.PositiveIntegerField("顺序号")
    area_m2 = models.FloatField("面积（平方米）")
    rural = models.BooleanField("乡村", default=False)
    generated = models.BooleanField("数据为生成", default=False)
    geom = gis.PolygonField("范围", srid=WGS84)
    geom_3857 = mercator_twin(gis.PolygonField(srid=WEB_MERCATOR))
    feature_id = feature_id_twin()

    objects = CellQuerySet.as_manager()

    class Meta:
        verbose_name = "单元网格"
        verbose_name_plural = "单元网格"
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["generation", "code"], name="cell_code_once"),
        ]
        indexes = [GistIndex(fields=["geom_3857"], name="cell_tile")]

    def __str__(self) -> str:
        return self.code
