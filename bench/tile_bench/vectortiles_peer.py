"""django-vectortiles on the view `bench.cases`, as its README says, with the peers' Python."""

import os
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

_URL = urlsplit(os.environ["BENCH_DATABASE_URL"])
settings.configure(
    SECRET_KEY="bench-only",  # noqa: S106 - signs nothing
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.gis", "vectortiles"],
    DATABASES={
        "default": {
            "ENGINE": "django.contrib.gis.db.backends.postgis",
            "NAME": _URL.path[1:],
            "USER": _URL.username or "",
            "PASSWORD": _URL.password or "",
            "HOST": _URL.hostname or "",
            "PORT": str(_URL.port or ""),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"options": os.environ["BENCH_OPTIONS"]},
        }
    },
)
django.setup()

from django.contrib.gis.db import models  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from vectortiles import VectorLayer  # type: ignore[import-not-found] # noqa: E402
from vectortiles.views import MVTView  # type: ignore[import-not-found] # noqa: E402

_TEXTS = ("id", "number", "state", "state_group", "class_code", "class_name", "urgency")


class Case(models.Model):
    feature_id = models.BigIntegerField(primary_key=True)
    id, number, state, state_group, class_code, class_name, urgency = (
        models.TextField() for _ in _TEXTS
    )
    overdue = models.BooleanField()
    geom = models.PointField(srid=3857)

    class Meta:
        app_label = "vectortiles"
        managed = False
        db_table = 'bench"."cases'


class CaseLayer(VectorLayer):  # type: ignore[misc, unused-ignore]
    model = Case
    id = "cases"
    geom_field = "geom"
    tile_fields = (*_TEXTS, "overdue")
    tile_buffer = 64


class Tiles(MVTView):  # type: ignore[misc, unused-ignore]
    layer_classes: Any = [CaseLayer]


urlpatterns = [Tiles.get_url(prefix="tiles")]
application = get_wsgi_application()
