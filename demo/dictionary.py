"""The demo city's dictionary of case classes: codes and names are facts, kept as data.

`data/classes.csv` has major classes (two digits) before their minor ones (five digits).
"""

import csv
from pathlib import Path
from typing import Final

from demo.figures import OPENED_AT
from grids.models import City
from standards.models import CaseClass, CaseKind, Dictionary, Level

CLASSES_FILE: Final = Path(__file__).parent / "data" / "classes.csv"

MAJOR_DIGITS: Final = 2
"""2 digits are a major class, 2 + 3 a minor one."""

LITTER_FROM_CARS: Final = "06099"
"""车窗抛物: the city's own class. Extensions are numbered down from 99 below their major class."""

ORIGIN: Final = (
    "代码与名称按 GB/T 47678.5-2026（据报道自 2026-07-01 起代替 GB/T 30428.2-2013）"
    "附录 A、附录 C 的公开转录整理，系二手资料，转录于 2026 年；正式使用前须与标准文本核对。"
    "06099 车窗抛物为本市扩展（自 99 向下编号）。演示数据自 2017 年起统一按本表归类。\n"
    "Codes and names follow a public transcription of GB/T 47678.5-2026, annexes A and C "
    "(reported to replace GB/T 30428.2-2013 from 2026-07-01); second-hand, transcribed in 2026: "
    "check against the published text before use. 06099 is the city's own extension. The demo "
    "classes all its cases since 2017 by this list."
)


def create_dictionary(city: City) -> Dictionary:
    """Create the dictionary with every class of the data file and the city's extension."""
    dictionary = Dictionary.objects.create(
        city=city,
        code="2026",
        name="管理部件和事项分类（2026 版，含本市扩展）",
        origin=ORIGIN,
        valid_from=OPENED_AT,
    )
    with CLASSES_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    extension = {
        "kind": CaseKind.EVENT.value,
        "code": LITTER_FROM_CARS,
        "name": "车窗抛物",
        "name_en": "Litter thrown from cars",
    }
    _create_classes(dictionary, [*rows, extension])
    return dictionary


def _create_classes(dictionary: Dictionary, rows: list[dict[str, str]]) -> None:
    majors = [_class(dictionary, row) for row in rows if len(row["code"]) == MAJOR_DIGITS]
    parents = {major.code: major for major in CaseClass.objects.bulk_create(majors)}
    CaseClass.objects.bulk_create(
        _class(dictionary, row, parents[row["code"][:MAJOR_DIGITS]])
        for row in rows
        if len(row["code"]) > MAJOR_DIGITS
    )


def _class(
    dictionary: Dictionary, row: dict[str, str], parent: CaseClass | None = None
) -> CaseClass:
    return CaseClass(
        dictionary=dictionary,
        parent=parent,
        kind=row["kind"],
        level=Level.MAJOR if parent is None else Level.MINOR,
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
    )
