"""A city of this installation."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.contrib.gis.db import models as gis
from django.db import models

from gis_core.audit import tracked
from gis_core.datum import Datum
from gis_core.errors import CityUnknown
from gis_core.models import UUIDModel
from gis_core.srid import WGS84


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

    def midnight(self, day: date) -> datetime:
        """Return the first moment of a day in the city's own zone."""
        return datetime.combine(day, time(), ZoneInfo(self.time_zone))
