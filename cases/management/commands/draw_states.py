"""manage.py draw_states: draw the state diagram of the docs, and write its reference page."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.diagram.svg import draw
from cases.diagram.table import write
from cases.transitions import TRANSITIONS

PICTURE: Final = Path("docs/images/states.svg")
PAGE: Final = Path("docs/reference/states.md")


def drawn() -> dict[Path, str]:
    """Return each file and what stands in it, from the table as it is now."""
    return {PICTURE: draw(TRANSITIONS), PAGE: write(TRANSITIONS)}


class Command(BaseCommand):
    help = (
        "由状态表生成文档中的状态图和状态表。"
        "Draw the state diagram and its reference page from the table of transitions."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when stale")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in drawn().items():
            path = settings.BASE_DIR / name
            fresh = path.exists() and path.read_text(encoding="utf-8") == text
            if options["check"] and not fresh:
                raise CommandError(f"{name} 已过期 is stale: run manage.py draw_states")
            if not fresh:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"{name}")
