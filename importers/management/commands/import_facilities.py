"""manage.py import_facilities boston DIRECTORY: parks, libraries … of a city."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from importers.command import ImportCommand, add_crs_argument
from importers.facilities import load_facilities
from importers.mapping import SourceMapping
from importers.progress import Bars
from importers.report import facility_lines


class Command(ImportCommand):
    help = "导入设施 Import facilities; what is there already is brought up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_crs_argument(parser)

    def run(self, mapping: SourceMapping, data: Path, options: dict[str, Any]) -> Iterable[str]:
        with Bars() as bars:
            bars.step("store")
            reports = load_facilities(mapping, data, dict(options["crs"]))
        return facility_lines(reports)
