"""What the API says about a case: the receipt, the feature in a list, the whole document."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Final
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from cases.evidence import FINDING_WORDS, Finding, Missing, findings
from cases.models import Case, CaseEvent, CasePhoto, Reporter
from cases.stages.collect import Receipt
from cases.stages.offer import Offer
from gis_core.http import language_of


class PartySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class ComponentSerializer(serializers.Serializer[Any]):
    """The registered component that a case is about."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    owner = PartySerializer(allow_null=True)
    maintainer = PartySerializer(allow_null=True)


class FiledBySerializer(serializers.Serializer[Any]):
    """The standard row that a case was filed by."""

    id = serializers.UUIDField()
    filing_condition = serializers.CharField()
    limit_text = serializers.CharField()
    closing_condition = serializers.CharField()


class SnapSerializer(serializers.Serializer[Case]):
    how = serializers.CharField(source="snap_kind")
    distance_m = serializers.FloatField(source="snap_distance_m", allow_null=True)


class ReceiptSerializer(serializers.Serializer[Receipt]):
    """What the server holds of a report. A client deletes a photo only when `stored` lists it."""

    id = serializers.UUIDField(source="case.id")
    number = serializers.CharField(source="case.number", allow_null=True)
    state = serializers.CharField(source="case.state")
    stored = serializers.SerializerMethodField(help_text="SHA-256 of the photos that are safe")
    missing = serializers.SerializerMethodField(help_text="SHA-256 of the photos still to come")
    snap = SnapSerializer(source="case")
    cell = serializers.CharField(source="case.cell.code", default=None, allow_null=True)
    case_url = serializers.SerializerMethodField()

    def get_stored(self, receipt: Receipt) -> list[str]:
        return [photo.sha256 for photo in receipt.photos if photo.stored_at]

    def get_missing(self, receipt: Receipt) -> list[str]:
        return [photo.sha256 for photo in receipt.photos if not photo.stored_at]

    def get_case_url(self, receipt: Receipt) -> str:
        return f"/api/v1/cases/{receipt.case.pk}"


_RECEIPTS: Final = ReceiptSerializer()
"""Built once: saying a receipt changes none of its fields."""


def receipt_document(receipt: Receipt) -> dict[str, Any]:
    document: dict[str, Any] = _RECEIPTS.to_representation(receipt)
    return document


class CaseFeatureSerializer(GeoFeatureModelSerializer):
    """One case in a list."""

    class_code = serializers.CharField(source="case_class.code")
    class_name = serializers.CharField(source="case_class.name")
    class_name_en = serializers.CharField(source="case_class.name_en")
    organization_name = serializers.CharField(source="organization.name", default=None)
    overdue = serializers.BooleanField(read_only=True, help_text="open and past its due time")

    class Meta:
        model = Case
        geo_field = "geom"
        id_field = "id"
        fields: tuple[str, ...] = (
            "id",
            "number",
            "state",
            "class_code",
            "class_name",
            "class_name_en",
            "urgency",
            "source",
            "origin",
            "place_known",
            "place_text",
            "district_code",
            "street_code",
            "organization_name",
            "reported_at",
            "due_at",
            "closed_at",
            "overdue",
        )


class EventSerializer(serializers.ModelSerializer[CaseEvent]):
    actor_name = serializers.CharField(source="actor.display_name", default=None)
    organization_name = serializers.CharField(source="organization.name", default=None)

    class Meta:
        model = CaseEvent
        fields = (
            "id",
            "sequence",
            "verb",
            "from_state",
            "to_state",
            "at",
            "recorded_at",
            "actor_name",
            "post",
            "organization_name",
            "note",
            "data",
            "origin",
        )


class FindingSerializer(serializers.Serializer[Any]):
    """What is odd about a photo; `case` = the one that has the same picture, if you may see it."""

    code = serializers.CharField()
    detail = serializers.CharField()
    case = serializers.UUIDField(allow_null=True)


class PhotoSerializer(serializers.ModelSerializer[CasePhoto]):
    stored = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()

    class Meta:
        model = CasePhoto
        fields = (
            "sha256",
            "role",
            "declared_with",
            "taken_at",
            "exif_taken_at",
            "place_off_m",
            "time_off_min",
            "stored",
            "url",
            "findings",
        )

    def get_stored(self, photo: CasePhoto) -> bool:
        return photo.stored_at is not None

    def get_url(self, photo: CasePhoto) -> str:
        return f"/api/v1/cases/{photo.case_id}/photos/{photo.sha256}"

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, photo: CasePhoto) -> list[dict[str, Any]]:
        english = language_of(self.context["request"]).startswith("en")
        seen = self.context.get("seen_twins", set())
        return [
            {
                "code": str(finding),
                "detail": FINDING_WORDS[finding][english],
                "case": _twin_of(photo, seen) if finding is Finding.SAME_PICTURE else None,
            }
            for finding in findings(photo, photo.case)
        ]


def _twin_of(photo: CasePhoto, seen: Set[UUID]) -> str | None:
    twin = photo.same_as
    return str(twin.case_id) if twin and twin.case_id in seen else None


class MissingSerializer(serializers.Serializer[Missing]):
    """Photos that a verb wants and that have not arrived."""

    verb = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    refused = serializers.BooleanField(help_text="the verb is refused without them")


class ReporterSerializer(serializers.ModelSerializer[Reporter]):
    """Masked by default; nothing here shows a whole phone."""

    name = serializers.CharField(source="masked_name")
    phone = serializers.CharField(source="masked_phone")
    deleted = serializers.SerializerMethodField()

    class Meta:
        model = Reporter
        fields = ("name", "phone", "deleted")

    def get_deleted(self, reporter: Reporter) -> bool:
        return reporter.deleted_at is not None


class WhyNotSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()


class OfferSerializer(serializers.Serializer[Offer]):
    """A verb of the case's state: open to this user now, or closed and why."""

    verb = serializers.CharField()
    open = serializers.BooleanField(source="is_open")
    why_not = serializers.SerializerMethodField()

    @extend_schema_field(WhyNotSerializer(allow_null=True))
    def get_why_not(self, offer: Offer) -> dict[str, str] | None:
        if offer.refusal is None:
            return None
        language = language_of(self.context["request"])
        return {"code": offer.refusal.code, "detail": offer.refusal.detail(language)}
