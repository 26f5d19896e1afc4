"""Dictionaries, standard rows and working time in the administration pages."""

from typing import Any

from django.contrib import admin

from standards.models import (
    CalendarDay,
    CaseClass,
    Dictionary,
    RowSet,
    StandardRow,
    StandardStage,
    WorkingCalendar,
    WorkingHours,
)

admin.site.register(WorkingCalendar)


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("date", "working", "name", "provisional", "source", "calendar")
    list_filter = ("calendar", "working", "provisional", "source")
    list_select_related = ("calendar__city",)
    search_fields = ("name",)
    date_hierarchy = "date"


@admin.register(WorkingHours)
class WorkingHoursAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "spans", "every_day", "calendar")
    list_select_related = ("calendar__city",)
    search_fields = ("name",)


@admin.register(Dictionary)
class DictionaryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "city", "code", "taken_on", "valid_from", "valid_to")
    list_filter = ("city",)


@admin.register(CaseClass)
class CaseClassAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("code", "name", "kind", "level", "sensitive", "dictionary")
    list_filter = ("dictionary", "kind", "level", "sensitive")
    list_select_related = ("dictionary",)
    search_fields = ("code", "name", "name_en")
    raw_id_fields = ("parent",)


@admin.register(RowSet)
class RowSetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "city", "code", "valid_from", "valid_to")
    list_filter = ("city",)


class StageInline(admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs only
    model = StandardStage
    extra = 0


@admin.register(StandardRow)
class StandardRowAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Cases keep the row that they were filed by: another limit is a new row, or a new book."""

    list_display = ("class_code", "order", "filing_condition", "limit_text", "row_set")
    list_filter = ("row_set",)
    list_select_related = ("row_set",)
    search_fields = ("class_code", "filing_condition")
    inlines = (StageInline,)

    def has_delete_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False
