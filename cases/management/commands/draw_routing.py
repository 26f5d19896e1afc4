"""manage.py draw_routing: draw the pictures of docs/explanation/routing.md."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.diagram.routing import draw_areas, draw_ladder

LADDER: Final = Path("docs/images/routing.svg")
AREAS: Final = Path("docs/images/learnt-areas.svg")


class Command(BaseCommand):
    help = "绘制派遣说明的插图 Draw the pictures of how a case finds its department."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in ((LADDER, draw_ladder()), (AREAS, draw_areas())):
            (settings.BASE_DIR / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"{name}")
