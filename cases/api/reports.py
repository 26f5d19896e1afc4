"""The words of a report as they come in: parsed into a `Report`, and nothing more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from rest_framework import serializers

from cases.models import PhotoRole, Source, Urgency
from cases.photos import DeclaredPhoto
from cases.stages.collect import Contact, Report, ReportedPlace
from gis_core.datum import Datum

SHA256_PATTERN = r"^[0-9a-f]{64}$"
PHOTOS_AT_MOST = 20


class DeclaredPhotoSerializer(serializers.Serializer[Any]):
    sha256 = serializers.RegexField(SHA256_PATTERN, help_text="SHA-256 in lower-case hex")
    role = serializers.ChoiceField(PhotoRole.choices)
    taken_at = serializers.DateTimeField(required=False, allow_null=True)


class ContactSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")


class ReportSerializer(serializers.Serializer[Any]):
    """A report. Without `lon` and `lat` the place is not known; with them `datum` must be said."""

    city = serializers.SlugField(help_text="slug of the city")
    lon = serializers.FloatField(
        min_value=-180, max_value=180, required=False, help_text="degrees in `datum`"
    )
    lat = serializers.FloatField(
        min_value=-90, max_value=90, required=False, help_text="degrees in `datum`"
    )
    datum = serializers.ChoiceField([(d.value, d.value) for d in Datum], required=False)
    accuracy_m = serializers.FloatField(min_value=0, required=False, allow_null=True)
    place_text = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="位置描述"
    )
    problem_text = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, default="", help_text="问题描述"
    )
    road = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.NORMAL)
    reported_at = serializers.DateTimeField()
    outer_number = serializers.CharField(max_length=64, required=False, allow_null=True)
    reporter = ContactSerializer(required=False, allow_null=True)
    photos: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=DeclaredPhotoSerializer(), required=False, max_length=PHOTOS_AT_MOST
    )

    def get_fields(self) -> dict[str, Any]:
        # `class` is a word of Python, `source` one of the framework: neither can stand above.
        return {
            "class": serializers.CharField(max_length=60, help_text="code of the minor class"),
            "source": serializers.ChoiceField(Source.choices),
            **super().get_fields(),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("lon" in attrs) != ("lat" in attrs):
            raise serializers.ValidationError("lon 与 lat 必须同时提供 / give lon and lat together")
        if "lon" in attrs and "datum" not in attrs:
            raise serializers.ValidationError({"datum": "必须说明坐标基准 / say which datum"})
        return attrs


_FORM: Final = ReportSerializer()
"""Built once: a form copies all its fields for itself, and reading a payload changes none."""


def report_from(case_id: UUID, payload: Any) -> Report:
    """Return the report that a payload says. Raises DRF's ValidationError."""
    said = _FORM.run_validation(payload)
    return Report(
        id=case_id,
        city=said["city"],
        class_code=said["class"],
        place=_place(said),
        reported_at=said["reported_at"],
        fingerprint=fingerprint(payload),
        source=Source(said["source"]),
        urgency=Urgency(said["urgency"]),
        place_text=said["place_text"],
        problem_text=said["problem_text"],
        road=said["road"],
        outer_number=said.get("outer_number") or None,
        contact=Contact(**(said.get("reporter") or {})),
        photos=tuple(declared_photo(photo) for photo in said.get("photos", ())),
    )


def declared_photo(said: Mapping[str, Any]) -> DeclaredPhoto:
    return DeclaredPhoto(
        sha256=said["sha256"], role=PhotoRole(said["role"]), taken_at=said.get("taken_at")
    )


def fingerprint(payload: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of all but the reporter's personal values."""
    impersonal = {name: value for name, value in payload.items() if name != "reporter"}
    canonical = json.dumps(impersonal, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _place(said: Mapping[str, Any]) -> ReportedPlace | None:
    if "lon" not in said:
        return None
    return ReportedPlace(
        lon=said["lon"],
        lat=said["lat"],
        datum=Datum(said["datum"]),
        accuracy_m=said.get("accuracy_m"),
    )
