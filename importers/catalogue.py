"""The classes and organisations that a source names, made where they are new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from departments.models import Organization, OrganizationKind
from grids.models import City
from importers.mapping import SourceMapping
from standards.models import CaseClass, CaseKind, Dictionary, Level

MAJOR_PREFIX = "major:"
"""A major class and a minor one may have one name; a code is unique in its dictionary."""


@dataclass
class Catalogue:
    """Ids by the source's own words; `made` counts what was new.

    A minor class has one parent: the major class that it first came with. `moved` holds the minor
    classes that later rows put under another.
    """

    city: City
    mapping: SourceMapping
    made: dict[str, int] = field(default_factory=lambda: {"classes": 0, "organizations": 0})
    moved: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._dictionary = self._own_dictionary()
        self._classes = {c.code: c for c in CaseClass.objects.filter(dictionary=self._dictionary)}
        self._organizations = {o.code: o for o in self.city.organizations.all()}

    def class_ids(self, majors: Iterable[str], minors: Iterable[str]) -> list[str]:
        """Return the id of each row's minor class."""
        return _each(self._class_id, zip(majors, minors, strict=True))

    def organization_ids(
        self, departments: Iterable[str], units: Iterable[str]
    ) -> tuple[list[str], list[str]]:
        """Return the ids of each row's department and of the unit below it."""
        pairs = list(zip(departments, units, strict=True))
        return _each(self._department_id, [(d,) for d, _ in pairs]), _each(self._unit_id, pairs)

    def _own_dictionary(self) -> Dictionary:
        said = self.mapping.cases.dictionary
        since = datetime.combine(self.mapping.city.valid_from, time(), tzinfo=self.mapping.zone)
        found, _ = Dictionary.objects.get_or_create(
            city=self.city,
            code=said.code,
            defaults={"name": said.name, "origin": said.origin, "valid_from": since},
        )
        return found

    def _class_id(self, major: str, minor: str) -> str:
        parent = self._class(MAJOR_PREFIX + major, level=Level.MAJOR, name=major, parent=None)
        found = self._class(minor, level=Level.MINOR, name=minor, parent=parent)
        if found.parent_id != parent.pk:
            self.moved.add(minor)
        return str(found.pk)

    def _class(self, code: str, **values: Any) -> CaseClass:
        if code not in self._classes:
            self.made["classes"] += 1
            self._classes[code] = CaseClass.objects.create(
                dictionary=self._dictionary,
                kind=CaseKind.EVENT,
                code=code,
                name_en=values["name"],
                **values,
            )
        return self._classes[code]

    def _department_id(self, department: str) -> str:
        name = self.mapping.cases.departments.get(department, department)
        return str(self._organization(department, name, OrganizationKind.SUB_PLATFORM, None).pk)

    def _unit_id(self, department: str, unit: str) -> str:
        above = self._organizations[department]
        return str(
            self._organization(f"{department}/{unit}", unit, OrganizationKind.UNIT, above).pk
        )

    def _organization(
        self, code: str, name: str, kind: OrganizationKind, parent: Organization | None
    ) -> Organization:
        if code not in self._organizations:
            self.made["organizations"] += 1
            self._organizations[code] = Organization.objects.create(
                city=self.city, code=code, name=name, name_en=name, kind=kind, parent=parent
            )
        return self._organizations[code]


def _each(make: Callable[..., str], keys: Iterable[tuple[str, ...]]) -> list[str]:
    known: dict[tuple[str, ...], str] = {}
    return [known[k] if k in known else known.setdefault(k, make(*k)) for k in keys]
