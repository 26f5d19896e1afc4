"""The stories as somebody may hear them: the words, the case to open, the figures beside it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from cases.models import Case
from demo.city import SLUG
from demo.dictionary import LITTER_FROM_CARS
from demo.figures import PUBLISHED
from demo.stories import Story, stories
from gis_core.actor import Actor
from grids.models import City

LITTER_STORY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LitterFigures:
    """Reports of litter thrown from cars, and how many of them were valid."""

    reports: int
    valid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStory:
    """A story with its case, if the listener may see it, and where that is (WGS 84 degrees).

    `figures` are the published ones, `loaded` what this installation holds of them.
    """

    number: int
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    note_zh: str
    note_en: str
    case_id: UUID | None
    lon: float
    lat: float
    figures: LitterFigures | None
    loaded: LitterFigures | None
    generated: bool = True


def told(city: City, actor: Actor) -> list[ToldStory]:
    """Return the stories of the demo city; another city has none."""
    if city.slug != SLUG or not city.generated:
        return []
    visible = Case.objects.visible_to(actor).filter(city=city, story__isnull=False)
    cases = {case.story: case for case in visible}
    return [_told(city, story, cases.get(story.number)) for story in stories()]


def _told(city: City, story: Story, case: Case | None) -> ToldStory:
    point = case.geom if case else None
    loaded = _loaded(city) if story.number == LITTER_STORY else None
    return ToldStory(
        number=story.number,
        title_zh=story.title_zh,
        title_en=story.title_en,
        text_zh=story.text_zh,
        text_en=story.text_en,
        note_zh=story.note_zh + _scale_note(loaded)[0],
        note_en=story.note_en + _scale_note(loaded)[1],
        case_id=case.pk if case else None,
        lon=point.x if point else story.lon,
        lat=point.y if point else story.lat,
        figures=_PUBLISHED if loaded else None,
        loaded=loaded,
    )


_PUBLISHED = LitterFigures(reports=PUBLISHED.litter_reports, valid=PUBLISHED.litter_valid)


def _loaded(city: City) -> LitterFigures:
    rows = Case.objects.of(city).filter(case_class__code=LITTER_FROM_CARS, origin="generated")
    counts = rows.aggregate(
        reports=Count("pk"), valid=Count("pk", filter=Q(filed_at__isnull=False))
    )
    return LitterFigures(**counts)


def _scale_note(loaded: LitterFigures | None) -> tuple[str, str]:
    """Say so where a smaller city holds a part of the published number of reports."""
    if loaded is None or loaded == _PUBLISHED:
        return "", ""
    return (
        f"本演示按比例缩小：装入举报 {loaded.reports} 条，其中有效 {loaded.valid} 条。",
        f" This demo is smaller: it holds {loaded.reports} of the reports, {loaded.valid} valid.",
    )
