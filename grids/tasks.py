"""What the worker does for networks by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from grids.shapes import draw_missing


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="draw_shapes")
def draw_shapes(timestamp: int) -> None:
    """Simplify a network that is new or changed for the map; until then it is drawn as it is."""
    draw_missing(timezone.now())
