"""manage.py verify_history: is the history of every case as it was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.history import breaks, heads_digest
from cases.models import CaseEvent
from grids.models import City


class Command(BaseCommand):
    help = (
        "Work out every case's chain of events again and list what was changed, removed or added."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--city", help="slug of one city; all of them otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["city"]
        cities = [City.named(slug)] if slug else list(City.objects.all())
        found = sum(self._verify(city) for city in cities)
        if found:
            raise CommandError(f"{found} 个案件的历史被改动 / cases with a broken history")

    def _verify(self, city: City) -> int:
        broken = list(breaks(city))
        for one in broken:
            self.stdout.write(f"{city.slug} {one.case_id} #{one.sequence}")
        events = CaseEvent.objects.filter(case__city=city).count()
        self.stdout.write(
            f"{city.slug}: {events} events, {len(broken)} broken, head {heads_digest(city)}"
        )
        return len(broken)
