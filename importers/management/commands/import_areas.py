"""manage.py import_areas boston DIRECTORY: districts, streets and cells of a city."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from importers.areas import build_network
from importers.command import ImportCommand, add_crs_argument
from importers.mapping import SourceMapping
from importers.network import store_network
from importers.progress import Bars
from importers.report import network_lines


class Command(ImportCommand):
    help = "导入区、街道并划分网格 Import districts and streets and lay cells over them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_crs_argument(parser)

    def run(self, mapping: SourceMapping, data: Path, options: dict[str, Any]) -> Iterable[str]:
        with Bars() as bars:
            frames = build_network(mapping, data, dict(options["crs"]), bars.step)
            bars.step("store")
            stored = store_network(mapping, frames)
        return network_lines(stored, frames)
