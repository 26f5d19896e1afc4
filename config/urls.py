"""Every address of the platform: each room brings its own, in `<room>/api/urls.py`."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from config.health import healthz

api: list[URLPattern | URLResolver] = [
    path("", include("accounts.api.urls")),
    path("", include("grids.api.urls")),
    path("", include("standards.api.urls")),
    path("", include("departments.api.urls")),
    path("", include("facilities.api.urls")),
    path("", include("cases.api.urls")),
    path("", include("live.api.urls")),
    path("", include("demo.api.urls")),
    path("schema", SpectacularAPIView.as_view()),
]

# Addresses are tried in turn: what is asked for most comes first.
urlpatterns = [
    path("tiles/", include("tiles.urls")),
    path("api/v1/", include(api)),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
]
