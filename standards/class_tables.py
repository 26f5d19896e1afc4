"""Dictionaries as tables: out to CSV or Excel, and in from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gis_core.errors import Words
from standards.dictionaries import ClassLine, create_dictionary
from standards.handbook.problems import CellProblem, HandbookRefused
from standards.models import CaseKind, Dictionary
from standards.tables import Sheet

HEADINGS: Final = ("类型", "代码", "名称", "英文名称", "涉及个人")
SENSITIVE: Final = {"是": True, "yes": True, "否": False, "no": False, "": False}
KINDS: Final = {
    "部件": CaseKind.COMPONENT,
    "事件": CaseKind.EVENT,
    "事项": CaseKind.EVENT,
    "component": CaseKind.COMPONENT,
    "event": CaseKind.EVENT,
}


def sheet_of(dictionary: Dictionary) -> Sheet:
    """Return the classes of a dictionary, majors before their minors."""
    said = {CaseKind.COMPONENT: "部件", CaseKind.EVENT: "事件"}
    rows = dictionary.classes.order_by("code")
    lines = (
        (said[CaseKind(c.kind)], c.code, c.name, c.name_en, "是" if c.sensitive else "")
        for c in rows
    )
    return Sheet("分类", (HEADINGS, *lines))


def load_classes(dictionary: Dictionary, sheet: Sheet) -> Dictionary:
    """Save a new dictionary with the classes of a table, or nothing.

    Raises:
        DictionaryThere, HandbookRefused.
    """
    lines, problems = _read(sheet)
    if problems:
        raise HandbookRefused(problems)
    return create_dictionary(dictionary, lines)


def _read(sheet: Sheet) -> tuple[list[ClassLine], list[CellProblem]]:
    places = {cell: m for m, cell in enumerate(sheet.rows[0])} if sheet.rows else {}
    if missing := [heading for heading in HEADINGS[:3] if heading not in places]:
        said = "、".join(missing)
        words = Words("headings_missing", f"没有表头“{said}”", f"no headings “{said}”")
        return [], [CellProblem(sheet.name, 1, "", words)]
    lines: list[ClassLine] = []
    problems: list[CellProblem] = []
    seen: set[str] = set()
    for n, cells in enumerate(sheet.rows[1:], start=2):
        if any(cells):
            kind, code, name, name_en, mark = (_cell(cells, places, said) for said in HEADINGS)
            found = [*_problems(kind, code, name, seen), *_mark_problems(mark)]
            problems += [CellProblem(sheet.name, n, column, words) for column, words in found]
            seen.add(code)
            if not found:
                lines.append(ClassLine(KINDS[kind], code, name, name_en, SENSITIVE[mark]))
    return lines, problems


def _cell(cells: Sequence[str], places: dict[str, int], heading: str) -> str:
    place = places.get(heading, -1)
    return cells[place] if 0 <= place < len(cells) else ""


def _problems(kind: str, code: str, name: str, seen: set[str]) -> list[tuple[str, Words]]:
    checks = (
        (kind not in KINDS, "类型", Words("kind_unknown", f"类型“{kind}”应为部件或事件",
                                      f"the kind “{kind}” must be 部件 or 事件")),
        (not code, "代码", Words("code_missing", "没有代码", "the code is missing")),
        (code in seen, "代码", Words("code_twice", f"代码 {code} 重复", f"code {code} repeats")),
        (len(code) > 60, "代码", Words("code_long", "代码过长", "the code is too long")),
        (not name, "名称", Words("name_missing", "没有名称", "the name is missing")),
    )  # fmt: skip
    return [(column, words) for wrong, column, words in checks if wrong]


def _mark_problems(mark: str) -> list[tuple[str, Words]]:
    if mark in SENSITIVE:
        return []
    words = Words("mark_unknown", f"“{mark}”应为是或否", f"“{mark}” must be 是 or 否")
    return [("涉及个人", words)]
