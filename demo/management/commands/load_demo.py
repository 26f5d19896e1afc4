"""manage.py load_demo: load the demo city Xiangtan, once."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console

from cases.models import Case
from demo.city import SLUG, is_loaded
from demo.geography import SourceMissing
from demo.loading import Wish, load_city
from demo.progress import Stages
from demo.scales import SCALES

THERE = (
    "演示城市已经装入（{count:,} 个案件），没有改动；换规模请用空数据库。"
    "The demo city is loaded already ({count:,} cases); another scale needs an empty database."
)
NO_SOURCES = (
    "找不到演示城市的资料 {path}；请先运行 demo/sources/fetch {folder}。"
    "The demo city's sources are missing: run demo/sources/fetch {folder} first."
)


class Command(BaseCommand):
    help = "装入演示城市湘潭（一次）。Load the demo city Xiangtan, once; all of it is generated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=list(SCALES), default="small")
        parser.add_argument("--facilities", choices=["normal", "dense"], default="normal")
        parser.add_argument(
            "--sources", type=Path, default=Path(settings.VAR_DIR) / "sources", metavar="FOLDER"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self._say_it_is_there()
            return
        wish = Wish(
            scale=SCALES[options["scale"]],
            dense=options["facilities"] == "dense",
            sources=options["sources"],
            at=timezone.now(),
        )
        stages = Stages(Console())
        try:
            with stages.shown():
                loaded = load_city(wish, stages)
        except SourceMissing as error:
            raise CommandError(
                NO_SOURCES.format(path=error.path, folder=options["sources"])
            ) from None
        if not loaded:
            self._say_it_is_there()

    def _say_it_is_there(self) -> None:
        count = Case.objects.filter(city__slug=SLUG).count()
        self.stdout.write(THERE.format(count=count))
