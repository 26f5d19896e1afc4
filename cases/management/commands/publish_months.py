"""manage.py publish_months: give the public the months that are over, each once and for good."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.public_months import publish_due
from gis_core.errors import DomainError
from grids.models import City


def month(said: str) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise ArgumentTypeError("2026-01") from None


class Command(BaseCommand):
    help = (
        "公布已结束月份的敏感类别统计（公布后不再更改）；此后由后台逐月公布。"
        "Publish the figures of sensitive classes of the months that are over, for good; from then "
        "on the worker publishes each month."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="城市 slug of the city")
        parser.add_argument(
            "--from", dest="since", type=month, metavar="2026-01",
            help="起始月份 the first month; without it, the one after the last that was published",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            city = City.named(options["city"])
            at = city.figures_time(timezone.now())
            rows = publish_due(city, at=at, since=options["since"])
        except DomainError as error:
            raise CommandError(f"{error.detail('zh')} {error.detail('en')}") from None
        for row in rows:
            self.stdout.write(f"{row.month:%Y-%m}")
        self.stdout.write(f"公布了 {len(rows)} 个月 months published: {len(rows)}")
