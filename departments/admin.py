"""Who is responsible, in the administration pages: organisations, posts, memberships, rules."""

from django.contrib import admin

from departments.models import Membership, Organization, Post, RoutingRule


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
