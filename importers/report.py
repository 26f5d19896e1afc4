"""What an import did, told in both languages; every refused row and every repair is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cases.incoming import BulkResult
from grids.coverage import Repair
from importers.areas import NetworkFrames
from importers.facilities import FacilityReport
from importers.network import StoredNetwork
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

REPAIRS = {
    Repair.INVALID: ("图形无效，已修复", "outline crossed itself, made valid"),
    Repair.OVERLAP: ("重叠，归编码小者", "overlap, kept by the lower code"),
    Repair.GAP_FILLED: ("缝隙，归相邻者", "gap, given to the neighbour"),
    Repair.GAP_LEFT: ("空洞，保留", "gap too large to be a slip, left"),
    Repair.FRAGMENT: ("碎片，归相邻者", "cut-off fragment, given to the neighbour"),
    Repair.SPECK: ("微小碎片，舍弃", "loose speck, dropped"),
    Repair.OUTSIDE_PARENT: ("超出上级，上级按下级重建", "outside its parent, parent rebuilt"),
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


def case_lines(report: CaseReport) -> list[str]:
    """Return the report of a table of cases, every refused row with its line and reason."""
    return [
        *_figures(
            {
                "行 rows": report.rows,
                "已载入 loaded": report.loaded,
                "早已在库 already there": report.already_there,
                "未载入 refused": len(report.refused),
                "位置未知 place unknown": report.unplaced,
                **{f"入格 snapped: {how}": n for how, n in sorted(report.snapped.items())},
                **{f"标记 flagged: {flag}": n for flag, n in sorted(report.flags.items()) if n},
                **{f"新增 new: {what}": n for what, n in sorted(report.made.items())},
                "用时（秒）seconds": round(report.seconds, 1),
                "每秒行数 rows/s": round(report.rows_per_s),
            }
        ),
        *(
            f"类别归首次出现的大类 class kept under its first major class: {name}"
            for name in report.classes_moved
        ),
        *(_refusal_line(row) for row in report.refused),
    ]


def _refusal_line(row: Refused) -> str:
    zh, en = REASONS.get(row.reason, ("", ""))
    return f"未载入 refused: 行 line {row.line}, {row.number} [{row.reason}] {zh} {en}"


def network_lines(stored: StoredNetwork, frames: NetworkFrames) -> list[str]:
    """Return the report of a network, every repair with its square metres."""
    repairs = frames.repairs.sort_values(["kind", "code", "other"])
    totals = repairs.groupby("kind")["area_m2"].agg(["size", "sum"])
    fate = "早已在库，未变 already there, unchanged" if stored.was_there else "已入库 stored"
    return [
        f"{stored.city.name} ({stored.city.name_en}), 第 {stored.generation.number} 代: {fate}",
        *_figures(
            {
                "区 districts": len(frames.districts),
                "街道 streets": len(frames.streets),
                "网格 cells": len(frames.cells),
            }
        ),
        *(_repair_line(r.kind, r.code, r.other, r.area_m2) for r in repairs.itertuples()),
        *(
            f"合计 total: {' '.join(REPAIRS[Repair(t[0])])}: {t[1]:,} ×, {t[2]:,.1f} m²"
            for t in totals.itertuples()
        ),
    ]


def _repair_line(kind: str, code: str, other: str, area_m2: float) -> str:
    between = " / ".join(part for part in (code, other) if part)
    return f"修补 repair: {between}: {area_m2:,.2f} m² [{kind}] {' '.join(REPAIRS[Repair(kind)])}"


def facility_lines(reports: Iterable[FacilityReport]) -> list[str]:
    """Return the report of files of facilities."""
    lines = []
    for report in reports:
        found = report.changes
        lines += [
            f"{report.file}: 新增 new {found.new:,}, 变更 changed {found.changed:,},"
            f" 未变 same {found.same:,}, 文件中已无（保留）gone from the file, kept {found.gone:,}",
            *(f"修补 repair: {m.code}: {m.area_m2:,.2f} m² [invalid]" for m in report.mended),
            *(f"未载入 refused: {code} [geometry_empty]" for code in report.dropped),
        ]
    return lines


def _figures(figures: Mapping[str, float]) -> list[str]:
    return [f"{value:>12,}  {label}" for label, value in figures.items()]
