"""Accounts in the administration pages."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from accounts.models import DeviceToken, User


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ("username", "display_name", "is_active", "is_staff", "last_login")
    search_fields = ("username", "display_name")
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name")}),
        ("权限 Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("时间 Times", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "display_name", "usable_password", "password1", "password2")},
        ),
    )


@admin.register(DeviceToken)
class DeviceTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """To see which devices are signed in, and to take a lost one's token away."""

    list_display = ("user", "device", "created", "expiry")
    list_select_related = ("user",)
    search_fields = ("user__username", "device")
    fields = ("user", "device", "created", "expiry")
    readonly_fields = fields

    def has_add_permission(self, request: object) -> bool:
        return False
