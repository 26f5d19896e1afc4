"""A city's own rules about its cases, and who looked at what is masked; cases have no page here."""

from typing import Any

from django import forms
from django.contrib import admin

from cases.evidence import REFUSABLE
from cases.models import CasePractice, ClockRules, RevealLog
from cases.words import named


class PracticeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    evidence_required = forms.MultipleChoiceField(
        label="必须附照片的操作",
        required=False,
        choices=[(str(verb), f"{named(verb).zh} {named(verb).en}") for verb in REFUSABLE],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CasePractice
        fields = ("city", "evidence_required", "finder_may_check", "reporters_kept_days")


@admin.register(CasePractice)
class CasePracticeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    form = PracticeForm
    list_display = ("city", "evidence_required", "finder_may_check", "reporters_kept_days")
    list_select_related = ("city",)


@admin.register(ClockRules)
class ClockRulesAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """What is saved here counts within a minute, also for the cases that are open."""

    list_display = ("city", "amber_percent", "red_percent", "allowance_h", "rework_restarts")
    list_select_related = ("city",)


@admin.register(RevealLog)
class RevealLogAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """To be read: nobody adds, changes or deletes a look that was taken."""

    list_display = ("at", "actor", "post", "organization", "what", "case", "reason")
    list_filter = ("what", "at")
    list_select_related = ("actor", "organization", "case")
    search_fields = ("actor__username", "actor__display_name", "case__number", "reason")

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_delete_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False
