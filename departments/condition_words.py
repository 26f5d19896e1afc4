"""A condition in words of both languages, for whoever reads the rules and their reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from departments.conditions import PLACES, Condition, DayKind, Hours, Value

Names = Mapping[Value, tuple[str, str]]
"""What a value is called in Chinese and English; one that is missing is called by its code."""

Said = tuple[str, str]

EVERY: Final[Said] = ("适用于所有案件", "every case")

_DAYS: Final = {
    DayKind.WORKING: ("工作日", "on working days"),
    DayKind.REST: ("休息日和节假日", "on days of rest"),
}
_HOURS: Final = {
    Hours.WORKING: ("工作时间", "in working hours"),
    Hours.OFF: ("非工作时间（夜间、节假日）", "out of working hours"),
}


def words_of(condition: Condition, names: Names) -> Said:
    """Return the condition as one sentence without its full stop."""
    said = list(_parts(condition, names))
    if not said:
        return EVERY
    return "，".join(zh for zh, _ in said), ", ".join(en for _, en in said)


def _parts(condition: Condition, names: Names) -> Iterator[Said]:
    if condition.classes:
        zh, en = _listed(condition, "classes", names)
        yield f"类别为{zh}", f"class {en}"
    yield from _of_place(condition, names)
    for field, zh_before, en_before in (
        ("owners", "部件权属", "component owned by "),
        ("urgencies", "紧急程度", "urgency "),
        ("sources", "来源", "source "),
        ("roads", "道路", "on "),
    ):
        if getattr(condition, field):
            zh, en = _listed(condition, field, names)
            yield f"{zh_before}{zh}", f"{en_before}{en}"
    yield from _of_time(condition)
    if condition.near_kind:
        zh, en = _name("near_kind", condition.near_kind, names)
        yield f"{condition.near_m} 米内有{zh}", f"{en} within {condition.near_m} m"


def _of_place(condition: Condition, names: Names) -> Iterator[Said]:
    placed = [_listed(condition, field, names) for field in PLACES if getattr(condition, field)]
    if placed:
        yield "位于" + "、".join(zh for zh, _ in placed), "in " + " or ".join(e for _, e in placed)
    if condition.placed is not None:
        yield ("位置已知", "place known") if condition.placed else ("位置未知", "place not known")


def _of_time(condition: Condition) -> Iterator[Said]:
    if condition.from_time and condition.to_time:
        span = f"{condition.from_time:%H:%M}-{condition.to_time:%H:%M}"
        yield span, span
    elif condition.from_time is not None or condition.to_time is not None:
        yield "时段不完整", "half a span of time"
    if condition.days is not None:
        yield _DAYS[condition.days]
    if condition.hours is not None:
        yield _HOURS[condition.hours]
    if condition.months:
        months = "、".join(map(str, condition.months))
        yield f"{months} 月", f"in month {months.replace('、', ', ')}"


def _listed(condition: Condition, field: str, names: Names) -> Said:
    said = [_name(field, value, names) for value in getattr(condition, field)]
    return "、".join(zh for zh, _ in said), " or ".join(en for _, en in said)


def _name(field: str, value: str, names: Names) -> Said:
    zh, en = names.get((field, value), (value, value))
    return zh, en or zh
