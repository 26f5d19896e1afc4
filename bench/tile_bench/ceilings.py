"""What no view of ours can pass: one that answers nothing, and one that runs the bare statement.

On the tile server, behind the middleware of all others; without rights, versions or compression.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.tile_race.statements import SINGLE
from config.tiles_wsgi import application
from gis_core.db.planned import planned_once

__all__ = ["application"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def bare(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    with planned_once() as cursor:
        cursor.execute(SINGLE, {"z": z, "x": x, "y": y})
        (body,) = cursor.fetchone()
    return HttpResponse(body, content_type="application/vnd.mapbox-vector-tile")


urlpatterns = [path("empty", empty), path("bare/<int:z>/<int:x>/<int:y>", bare)]
settings.ROOT_URLCONF = __name__
