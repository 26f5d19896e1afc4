"""Cities and generations in the administration pages; the network itself is edited on the map."""

from django.contrib import admin

from grids.models import City, Generation


@admin.register(City)
class CityAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "code", "slug", "time_zone", "generated")


@admin.register(Generation)
class GenerationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("city", "number", "valid_from", "valid_to")
    list_filter = ("city",)
