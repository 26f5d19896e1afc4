"""What the worker does for cases by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from cases import phones
from cases.alarms import tell_alarms
from cases.clocks.upkeep import keep_up
from cases.public_months import keep_publishing
from cases.pyramid.bulk import fold
from cases.retention import forget_reporters
from grids.models import City

__all__ = ["forget_old_reporters", "keep_clocks", "phones"]


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="forget_old_reporters")
def forget_old_reporters(timestamp: int) -> None:
    """Delete the personal values of reporters whose cases ended long enough ago."""
    for city in City.objects.all():
        forget_reporters(city, at=timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="publish_months")
def publish_months(timestamp: int) -> None:
    """Publish the month that is over in every city that began to."""
    for city in City.objects.all():
        keep_publishing(city, at=city.figures_time(timezone.now()))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="fold_pyramid")
def fold_pyramid(timestamp: int) -> None:
    """Fold what writers appended to the counts of the map; they are right before and after."""
    fold()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="keep_clocks")
def keep_clocks(timestamp: int) -> None:
    """Wake what was put off, count anew after a changed calendar, mark and tell what is late."""
    for city in City.objects.all():
        keep_up(city, at=timezone.now())
        tell_alarms(city, at=timezone.now())
