"""Facilities in the administration pages, without a map: shapes are edited on the map."""

from django.contrib import admin

from facilities.models import Facility


@admin.register(Facility)
class FacilityAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("code", "name", "kind", "state", "city")
    list_filter = ("city", "kind", "state")
    list_select_related = ("city",)
    search_fields = ("code", "name")
    raw_id_fields = ("owner", "maintainer", "component_class")
    exclude = ("geom",)
    # A city may have a million.
    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        return False
