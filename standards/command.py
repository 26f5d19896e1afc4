"""What the commands of this room share: a refusal in both languages ends with code 1."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_core.errors import DomainError


class StandardsCommand(BaseCommand):
    """Runs, and prints the lines of its report."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = list(self.run(options))
        except DomainError as error:
            told = f"[{error.code}]\n{error.detail('zh')}\n{error.detail('en')}"
            raise CommandError(told) from error
        self.stdout.write("\n".join(lines))

    def run(self, options: dict[str, Any]) -> Iterable[str]:
        """Do what the command says and return the lines of its report."""
        raise NotImplementedError


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("请写成 write 2026-07-01") from None
