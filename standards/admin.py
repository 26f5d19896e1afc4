"""Dictionaries and working hours in the administration pages."""

from django.contrib import admin

from standards.models import CaseClass, Dictionary, WorkingCalendar

admin.site.register(WorkingCalendar)


@admin.register(Dictionary)
class DictionaryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "city", "code", "valid_from", "valid_to")
    list_filter = ("city",)


@admin.register(CaseClass)
class CaseClassAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("code", "name", "kind", "level", "dictionary")
    list_filter = ("dictionary", "kind", "level")
    list_select_related = ("dictionary",)
    search_fields = ("code", "name", "name_en")
    raw_id_fields = ("parent",)
