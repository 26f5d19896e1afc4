"""What the API says about rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from cases.api.documents import PartySerializer
from cases.routing.vocabulary import WORDS
from departments.api.acting import actor_from
from departments.condition_form import plain
from departments.conditions import DayKind, Hours
from departments.known import known_of
from departments.models import RuleOrigin, RuleSet, RuleSetState
from departments.routing import named, rules_in
from departments.rule_checks import by_order, findings
from departments.rule_editing import may_edit
from departments.rule_enforcing import may_enforce
from departments.rules import Rule


def _codes(help_text: str = "") -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=80),
        required=False,
        max_length=200,
        help_text=help_text,
    )


class RuleConditionSerializer(serializers.Serializer[Any]):
    """All that is said must hold; within a list any. The four lists of places count as one."""

    classes = _codes("a class covers those below it")
    districts = _codes()
    streets = _codes()
    cells = _codes()
    areas = _codes("codes of drawn areas")
    placed = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="false: without a known place"
    )
    owners = _codes("codes of the component's owner")
    from_time = serializers.CharField(required=False, help_text="08:00, by the city's clock")
    to_time = serializers.CharField(required=False, help_text="may be after midnight")
    days = serializers.ChoiceField([(d.value, d.value) for d in DayKind], required=False)
    hours = serializers.ChoiceField([(h.value, h.value) for h in Hours], required=False)
    months = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=12), required=False
    )
    urgencies = _codes()
    sources = _codes()
    roads = _codes()
    near_kind = serializers.CharField(required=False, help_text="kind of a facility")
    near_m = serializers.IntegerField(required=False, allow_null=True)


class RuleFindingSerializer(serializers.Serializer[Any]):
    """What is wrong with a rule."""

    order = serializers.IntegerField()
    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class RuleEvidenceSerializer(serializers.Serializer[Any]):
    """It would have been right `hits` times of `times` since then."""

    times = serializers.IntegerField()
    hits = serializers.IntegerField()
    since = serializers.DateField()


class NextBestSerializer(serializers.Serializer[Any]):
    organization = PartySerializer()
    unit = PartySerializer(allow_null=True)
    times = serializers.IntegerField()


class RuleSerializer(serializers.Serializer[Any]):
    """A rule, in words of both languages."""

    id = serializers.UUIDField()
    order = serializers.IntegerField()
    condition = serializers.SerializerMethodField()
    words_zh = serializers.SerializerMethodField()
    words_en = serializers.SerializerMethodField()
    organization = PartySerializer()
    unit = PartySerializer(allow_null=True)
    standard_row = serializers.UUIDField(allow_null=True)
    joint = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField()
    valid_from = serializers.DateTimeField(allow_null=True)
    valid_to = serializers.DateTimeField(allow_null=True)
    evidence = RuleEvidenceSerializer(allow_null=True)
    next = NextBestSerializer(many=True, source="next_best")
    findings = serializers.SerializerMethodField()

    @extend_schema_field(RuleConditionSerializer)
    def get_condition(self, rule: Rule) -> dict[str, Any]:
        return plain(rule.condition)

    def get_words_zh(self, rule: Rule) -> str:
        return rule.words[0]

    def get_words_en(self, rule: Rule) -> str:
        return rule.words[1]

    @extend_schema_field(RuleFindingSerializer(many=True))
    def get_findings(self, rule: Rule) -> Any:
        return RuleFindingSerializer(self.context["findings"].get(rule.order, ()), many=True).data


class RuleSetSerializer(serializers.ModelSerializer[RuleSet]):
    """A set of rules, and what the reader may do with it."""

    state = serializers.SerializerMethodField()
    origin = serializers.ChoiceField(RuleOrigin.choices, read_only=True)
    rules = serializers.IntegerField(source="rule_count", help_text="how many", read_only=True)
    evidence = serializers.JSONField(allow_null=True, read_only=True, help_text="of a learnt set")
    may_edit = serializers.SerializerMethodField()
    may_enforce = serializers.SerializerMethodField()

    class Meta:
        model = RuleSet
        fields = (
            "id", "name", "state", "origin", "based_on", "valid_from", "valid_to", "made_at",
            "rules", "evidence", "may_edit", "may_enforce",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField([(s.value, s.value) for s in RuleSetState]))
    def get_state(self, row: RuleSet) -> str:
        return row.state_at(self.context["at"])

    def get_may_edit(self, row: RuleSet) -> bool:
        is_draft = row.valid_from is None
        return is_draft and may_edit(self.context["actor"], row.city_id)

    def get_may_enforce(self, row: RuleSet) -> bool:
        is_draft = row.valid_from is None
        return is_draft and may_enforce(self.context["actor"], row.city_id)


def rule_set_documents(
    rows: Iterable[RuleSet], request: Request, at: datetime
) -> list[dict[str, Any]]:
    """Return the documents of sets, with the number of their rules."""
    ids = [row.pk for row in rows]
    counted = RuleSet.objects.filter(pk__in=ids).annotate(rule_count=Count("rules"))
    context = {"actor": actor_from(request), "at": at}
    ordered = counted.order_by("-made_at")
    return [*RuleSetSerializer(ordered, many=True, context=context).data]


def rule_documents(rule_set: RuleSet, at: datetime) -> list[dict[str, Any]]:
    """Return every rule of a set in its order, in words, with what is wrong with it."""
    rules = rules_in(rule_set)
    known = known_of(rule_set.city, at, rules, WORDS)
    context = {"findings": by_order(findings(rules, known))}
    return [*RuleSerializer(named(rules, known), many=True, context=context).data]
