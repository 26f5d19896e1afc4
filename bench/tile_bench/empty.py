"""The server's ceiling: a Django view that answers nothing, behind the middleware of all others."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.wsgi import application

__all__ = ["application"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [path("empty", empty)]
settings.ROOT_URLCONF = __name__
