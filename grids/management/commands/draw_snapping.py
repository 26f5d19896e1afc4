"""manage.py draw_snapping: draw the picture of docs/explanation/how-a-point-finds-its-cell.md."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from grids.snap_picture import draw

PICTURE: Final = Path("docs/images/snapping.svg")


class Command(BaseCommand):
    help = "绘制点如何找到网格的插图 Draw the picture of how a point finds its cell."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / PICTURE).write_text(draw(), encoding="utf-8")
        self.stdout.write(f"{PICTURE}")
