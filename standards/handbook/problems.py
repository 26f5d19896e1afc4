"""What is wrong with a file of people, cell by cell, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gis_core.errors import DomainError, Words


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong at a place of the file; `row` counts from 1, as the spreadsheet does."""

    sheet: str
    row: int
    column: str
    words: Words

    def said(self, language: str) -> str:
        en = language.startswith("en")
        sheet = (f"sheet “{self.sheet}”, " if en else f"工作表“{self.sheet}”") if self.sheet else ""
        place = f"row {self.row}" if en else f"第 {self.row} 行"
        column = (
            (f", column “{self.column}”" if en else f"“{self.column}”列") if self.column else ""
        )
        return f"{sheet}{place}{column}{': ' if en else '：'}{self.words.spoken(language)}"


class HandbookRefused(DomainError):
    code = "handbook_refused"
    zh = "文件中有 {count} 处问题，没有载入任何数据。第一处：{first}"
    en = "The file has {count} problems; nothing was loaded. The first: {first}"

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = tuple(problems)
        first = problems[0]
        words = Words("", first.said("zh"), first.said("en"))
        super().__init__(count=len(problems), first=words)
