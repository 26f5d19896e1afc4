"""What the import commands share: their arguments, and errors that a person can act on."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_core.errors import DomainError
from importers.mapping import SourceMapping, read_mapping


class ImportCommand(BaseCommand):
    """Reads the mapping, runs, prints the report; a refusal is said and ends with code 1."""

    data_help = "目录 directory that holds the source's files"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="映射 mapping: its name (boston) or a path to a .toml")
        parser.add_argument("data", type=Path, help=self.data_help)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = self.run(read_mapping(options["source"]), options["data"], options)
        except DomainError as error:
            told = f"[{error.code}]\n{error.detail('zh')}\n{error.detail('en')}"
            raise CommandError(told) from error
        self.stdout.write("\n".join(lines))

    def run(self, mapping: SourceMapping, data: Path, options: dict[str, Any]) -> Iterable[str]:
        """Do the import and return the lines of its report."""
        raise NotImplementedError


def add_crs_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--crs",
        action="append",
        default=[],
        type=_crs_of_file,
        metavar="FILE=EPSG:n",
        help="坐标系 CRS of a file, instead of what the file or the mapping says; repeatable",
    )


def _crs_of_file(text: str) -> tuple[str, str]:
    file, equals, crs = text.partition("=")
    if not (file and equals and crs):
        raise ArgumentTypeError("请写成 write FILE=EPSG:n")
    return file, crs
