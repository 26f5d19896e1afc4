"""manage.py import_cases boston DIRECTORY-OR-FILE: cases of another system, with their history."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import timezone

from importers.command import ImportCommand
from importers.load import load_cases
from importers.mapping import SourceMapping
from importers.progress import Bars
from importers.read import within
from importers.report import case_lines


class Command(ImportCommand):
    help = "导入案件 Import cases: all of a file or nothing; a second run doubles nothing."
    data_help = "目录或文件 directory that holds the source's files, or the table itself"

    def run(self, mapping: SourceMapping, data: Path, options: dict[str, Any]) -> Iterable[str]:
        path = within(data, mapping.cases.file)
        with Bars(total_bytes=path.stat().st_size) as bars:
            report = load_cases(mapping, path, at=timezone.now(), watcher=bars)
        return case_lines(report)
