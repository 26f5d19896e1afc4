"""manage.py forget_reporters: delete the personal values of reporters whose time is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.retention import due_to_be_forgotten, forget_reporters
from grids.models import City

LINE = {
    False: "{city}：已删除 {count} 位报告人的信息 deleted the values of {count} reporters",
    True: "{city}：将删除 {count} 位报告人的信息 would delete the values of {count} reporters",
}


class Command(BaseCommand):
    help = (
        "删除结案已久的案件的报告人姓名和电话（案件和历史保留）。"
        "Delete the names and phones of reporters whose cases ended long ago; cases stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than",
            type=int,
            metavar="DAYS",
            help="days since the case ended; without it, as each city decided",
        )
        parser.add_argument("--city", metavar="SLUG", help="one city; without it, all")
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        days, dry = options["older_than"], options["dry_run"]
        if days is not None and days < 0:
            raise CommandError("--older-than 不能为负数 must not be negative")
        at = timezone.now()
        for city in [City.named(options["city"])] if options["city"] else City.objects.all():
            if dry:
                count = due_to_be_forgotten(city, at=at, days=days).count()
            else:
                count = forget_reporters(city, at=at, days=days)
            self.stdout.write(LINE[dry].format(city=city.slug, count=count))
