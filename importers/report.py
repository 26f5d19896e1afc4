"""What an import did, told in both languages; every refused row and every repair is listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cases.incoming import BulkResult
from importers.rows import Refused

REASONS = {
    "row_misshapen": ("字段数与表头不符", "not as many fields as the header"),
    "number_unusable": ("工单号为空或过长", "number blank or too long"),
    "opened_unreadable": ("上报时间无法读取", "opening time unreadable"),
    "closed_unreadable": ("结案时间无法读取", "closing time unreadable, or closed without one"),
    "due_unreadable": ("应结时间无法读取", "due time unreadable"),
    "state_unknown": ("映射文件中没有这个状态", "a state that the mapping does not name"),
    "source_unknown": ("映射文件中没有这个来源", "a source that the mapping does not name"),
    "class_unusable": ("类别为空或过长", "class blank or too long"),
    "organization_unusable": ("责任单位为空或过长", "organisation blank or too long"),
    "place_unreadable": ("坐标无法读取", "coordinates unreadable"),
    "outside_the_city": ("不在城市的任何网格内", "in no cell of the city, nor within 30 m of one"),
    "doubled_in_the_file": ("文件中重复", "its number stands in the file twice"),
    "outer_number_taken": ("工单号已属于另一案件", "its number belongs to another case"),
}


@dataclass
class CaseReport:
    """Rows of a file by what became of them: `loaded + already_there + refused = rows`."""

    rows: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    classes_moved: tuple[str, ...] = ()
    loaded: int = 0
    already_there: int = 0
    unplaced: int = 0
    snapped: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def take(self, result: BulkResult) -> None:
        """Add what the door did."""
        self.loaded, self.already_there = result.loaded, result.already_there
        self.unplaced, self.snapped = result.unplaced, result.snapped
        self.refused += [Refused(r.row_id, r.outer_number or "", r.code) for r in result.refused]
        self.refused.sort(key=lambda r: r.line)

    @property
    def rows_per_s(self) -> float:
        return self.rows / self.seconds if self.seconds else 0.0
