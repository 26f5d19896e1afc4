"""What the worker does for calendars by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from grids.models import City, CodeScheme
from standards.seeding import seed_years


@app.periodic(cron="10 2 * * *")
@app.task(queueing_lock="seed_calendars")
def seed_calendars(timestamp: int) -> None:
    """Give every Chinese city this year's and the next one's holidays, as far as published."""
    year = timezone.now().year
    for city in City.objects.filter(code_scheme=CodeScheme.CN15, calendar__isnull=False):
        seed_years(city, [year, year + 1])
