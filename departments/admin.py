"""Who is responsible, in the administration pages: organisations, posts, memberships, rules."""

from django.contrib import admin

from departments.models import DutyGrid, Membership, Organization, Post, RoutingRule, Shift


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "code", "kind", "parent", "city")
    list_filter = ("city", "kind")
    list_select_related = ("parent", "city")
    search_fields = ("code", "name", "name_en")
    raw_id_fields = ("parent",)
    # A responsibility area is drawn on a map, not typed.
    exclude = ("area",)


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "code", "scope", "verbs", "city")
    list_filter = ("city",)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("user", "post", "organization", "city", "valid_from", "valid_to")
    list_filter = ("city", "post")
    list_select_related = ("user", "post", "organization", "city")
    search_fields = ("user__username", "user__display_name", "organization__name")
    raw_id_fields = ("user", "organization")


@admin.register(RoutingRule)
class RoutingRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = (
        "order",
        "class_prefix",
        "district_code",
        "street_code",
        "organization",
        "unit",
        "valid_from",
        "valid_to",
    )
    list_filter = ("city",)
    list_select_related = ("organization", "unit")
    search_fields = ("class_prefix", "organization__name", "reason")
    raw_id_fields = ("organization", "unit")


@admin.register(Shift)
class ShiftAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("name", "code", "begins", "ends", "days", "city")
    list_filter = ("city",)


@admin.register(DutyGrid)
class DutyGridAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("code", "name", "shift", "collector", "organization", "valid_from", "valid_to")
    list_filter = ("city", "shift")
    list_select_related = ("shift", "collector", "organization")
    search_fields = ("code", "name")
    raw_id_fields = ("collector", "organization", "generation")
    # The ground follows from the cells, which are drawn on a map and not typed.
    exclude = ("geom",)
    readonly_fields = ("cell_codes",)
