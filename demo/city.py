"""The demo city's own row and its working hours."""

from typing import Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from demo import figures
from gis_core.srid import WGS84
from grids.models import City, CodeScheme
from standards.models import WorkingCalendar
from standards.seeding import seed_years

SLUG: Final = "xiangtan"

MAP_NOTICE: Final = "演示地图，无审图号；区界据公开资料换算，街道、网格、设施和案件均为生成数据"

METRE_SRID: Final = 4547
"""CGCS2000 / 3-degree Gauss-Kruger CM 114E: metres."""

CENTRE_LON_DEG: Final = 112.93
CENTRE_LAT_DEG: Final = 27.85
"""Between the two urban districts, on the Xiang river; WGS 84, where a map opens."""


def create_city() -> City:
    """Create the demo city with its working hours; it says that it is generated."""
    city = City.objects.create(
        code="430300",
        slug=SLUG,
        name="湘潭市",
        name_en="Xiangtan",
        time_zone=figures.ZONE.key,
        metre_srid=METRE_SRID,
        code_scheme=CodeScheme.CN15,
        map_notice=MAP_NOTICE,
        generated=True,
        figures_at=figures.FIGURES_AT,
        published=figures.as_published(),
        centre=Point(CENTRE_LON_DEG, CENTRE_LAT_DEG, srid=WGS84),
    )
    WorkingCalendar.objects.create(city=city)
    past = range(figures.OPENED_AT.year, figures.FIGURES_AT.year + 2)
    this_year = timezone.now().year
    seed_years(city, [*past, this_year, this_year + 1])
    # With the version that its days gave the calendar.
    return City.objects.select_related("calendar").get(pk=city.pk)


def is_loaded() -> bool:
    """Return whether this installation has its demo city."""
    return City.objects.filter(slug=SLUG).exists()
