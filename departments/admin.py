"""Who is responsible, in the administration pages: organisations, posts, memberships, rules."""

from django.contrib import admin
from django.http import HttpRequest

from departments.models import (
    DutyGrid,
    Membership,
    Organization,
    Post,
    RoutingRule,
    RuleSet,
    Shift,
)


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


@admin.register(RuleSet)
class RuleSetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Dates are a leader's word, given through the API, which checks the rules first."""

    readonly_fields = ("valid_from", "valid_to", "evidence")
    list_display = ("name", "origin", "valid_from", "valid_to", "city")
    list_filter = ("city", "origin")
    raw_id_fields = ("based_on",)


@admin.register(RoutingRule)
class RoutingRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """To look at: rules are changed through the API, which checks them."""

    list_display = ("order", "condition", "organization", "unit", "rule_set")
    list_filter = ("rule_set",)
    list_select_related = ("organization", "unit", "rule_set")
    search_fields = ("organization__name", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RoutingRule | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RoutingRule | None = None) -> bool:
        return False


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
