"""What becomes of each class when a city moves from one dictionary to another: a proposal to check.

Classes are compared inside their kind, in this order: the same name; the same number below the
same major class with a name that is alike; a name that contains the other; nothing. Numbers alone
decide nothing: two lists may use one number for two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from gis_core.errors import Words
from standards.models import CaseClass, Dictionary, Level
from standards.tables import Sheet

ALIKE: Final = 0.4
"""Share of characters that two names of one number have in common, to be one thing renamed."""

_NOISE: Final = re.compile(r"[\s、，,（）()\-/·]|类$|设施$|问题$|管理$|异常$")


class Fate(StrEnum):
    """What becomes of a class."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    GONE = "gone"
    NEW = "new"


FATES: Final = {
    Fate.SAME: Words("same", "相同", "same"),
    Fate.RENAMED: Words("renamed", "更名", "renamed"),
    Fate.SPLIT: Words("split", "拆分", "split"),
    Fate.GONE: Words("gone", "取消", "gone"),
    Fate.NEW: Words("new", "新增", "new"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One class of the old list and what it becomes; `old` None = it is new.

    `extension`: it is the city's own, so the city has to decide itself.
    """

    fate: Fate
    old: CaseClass | None
    new: tuple[CaseClass, ...]
    extension: bool = False


def compare(old: Dictionary, new: Dictionary) -> list[Move]:
    """Return what becomes of every minor class of `old`, then what is new, by their codes."""
    before, after = _minors(old), _minors(new)
    moves = [move for kind in ("component", "event") for move in _of_kind(kind, before, after)]
    taken = {one.pk for move in moves for one in move.new}
    fresh = (Move(Fate.NEW, None, (one,)) for one in after if one.pk not in taken)
    return [*sorted(moves, key=_by_code), *fresh]


def _by_code(move: Move) -> str:
    return move.old.code if move.old else ""


def _minors(dictionary: Dictionary) -> list[CaseClass]:
    rows = dictionary.classes.filter(level=Level.MINOR).select_related("parent").order_by("code")
    return list(rows)


def _of_kind(kind: str, before: Iterable[CaseClass], after: Iterable[CaseClass]) -> Iterator[Move]:
    old = [one for one in before if one.kind == kind]
    new = [one for one in after if one.kind == kind]
    by_name = {_folded(one.name): one for one in new}
    same = {one.pk: by_name[_folded(one.name)] for one in old if _folded(one.name) in by_name}
    yield from (Move(Fate.SAME, one, (same[one.pk],)) for one in old if one.pk in same)
    rest = [one for one in new if one.pk not in {found.pk for found in same.values()}]
    for one in (one for one in old if one.pk not in same):
        found = _numbered_alike(one, rest) or _named_within(one, rest)
        fate = {0: Fate.GONE, 1: Fate.RENAMED}.get(len(found), Fate.SPLIT)
        yield Move(fate, one, tuple(found), extension=_is_extension(one))


def _numbered_alike(one: CaseClass, new: Sequence[CaseClass]) -> list[CaseClass]:
    return [
        other
        for other in new
        if _number(other) == _number(one)
        and _majors_alike(one, other)
        and SequenceMatcher(None, _folded(one.name), _folded(other.name)).ratio() >= ALIKE
    ]


def _named_within(one: CaseClass, new: Sequence[CaseClass]) -> list[CaseClass]:
    """Names that hold the old one, or a part of it where it names several things."""
    parts = {_folded(part) for part in re.split(r"[、（）()]", one.name) if len(_folded(part)) > 1}
    wanted = {_folded(one.name), *parts}
    return [
        other
        for other in new
        if any(part in _folded(other.name) or _folded(other.name) in part for part in wanted)
    ]


def _folded(name: str) -> str:
    while (shorter := _NOISE.sub("", name)) != name and shorter:
        name = shorter
    return name


def _number(one: CaseClass) -> int:
    """The number of a class below its major class."""
    major = one.parent.code if one.parent else ""
    digits = one.code.removeprefix(major)
    return int(digits) if digits.isdigit() else -1


def _majors_alike(one: CaseClass, other: CaseClass) -> bool:
    if one.parent is None or other.parent is None:
        return False
    names = (_folded(one.parent.name), _folded(other.parent.name))
    return names[0] == names[1] or SequenceMatcher(None, *names).ratio() >= ALIKE


def _is_extension(one: CaseClass) -> bool:
    """Numbered down from 99: nobody but the city knows what it means."""
    return _number(one) > 75


def sheet_of(moves: Sequence[Move]) -> Sheet:
    """Return the report as a table."""
    head = ("旧代码", "旧名称", "去向", "新代码", "新名称", "本市扩展")
    return Sheet("字典对照", (head, *(_line(move) for move in moves)))


def _line(move: Move) -> tuple[str, ...]:
    return (
        move.old.code if move.old else "",
        move.old.name if move.old else "",
        " ".join((FATES[move.fate].zh, FATES[move.fate].en)),
        "；".join(one.code for one in move.new),
        "；".join(one.name for one in move.new),
        "是" if move.extension else "",
    )
