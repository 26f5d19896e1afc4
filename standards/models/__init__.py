"""The rows of the standards: classes, the rows that go with them, and when a city works."""

from standards.models.calendar import CalendarDay, DaySource, WorkingCalendar, WorkingHours
from standards.models.dictionary import CaseClass, CaseKind, ClassUnknown, Dictionary, Level
from standards.models.rows import RowSet, RowUnknown, StandardRow, StandardStage

__all__ = [
    "CalendarDay",
    "CaseClass",
    "CaseKind",
    "ClassUnknown",
    "DaySource",
    "Dictionary",
    "Level",
    "RowSet",
    "RowUnknown",
    "StandardRow",
    "StandardStage",
    "WorkingCalendar",
    "WorkingHours",
]
