"""The demo city's cases: drawn by a seed, loaded through the set-based door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.random import Generator, SeedSequence, default_rng
from numpy.typing import NDArray

from accounts.models import User
from demo import figures as published
from demo.accounts import DEMO_STREET
from demo.bulk import Part
from demo.case_rows import DemoReporter, Numbering, case_rows
from demo.drafts import Drafts, Setting, draw_cases
from demo.event_rows import event_rows
from demo.figures import Figures
from demo.ground import Floats, Ground, Indices
from demo.hotspots import cell_load
from demo.mix import load_mix
from demo.organizations import Organizations
from demo.routes import route_table
from demo.times import Seconds, Span, WorkingClock
from grids.models import City
from standards.calendars import calendar_of
from standards.models import CaseClass, StandardRow

SEED: Final = 20220428

PART_CASES: Final = 40_000
"""Cases per COPY: enough to be fast, few enough that the bar moves."""

OWN_REPORTS: Final = timedelta(days=90)
"""How far back the demo collector's own reports go."""

CLOCK_BEYOND: Final = timedelta(days=120)
"""The working calendar is laid out this far beyond the end, for limits that end after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """All generated cases but the stories, drawn and ready to be encoded."""

    setting: Setting
    drafts: Drafts
    numbering: Numbering
    reporter: DemoReporter
    centre_id: bytes
    seed: SeedSequence

    def parts(self) -> Iterator[Part]:
        """Yield the cases in parts, by the time of their report."""
        rng = default_rng(self.seed)
        for first in range(0, len(self.drafts), PART_CASES):
            rows = np.arange(first, min(first + PART_CASES, len(self.drafts)))
            yield self._part(rng, rows)

    def _part(self, rng: Generator, rows: Indices) -> Part:
        cases = case_rows(rng, self.setting, self.drafts, rows, self.numbering, self.reporter)
        events = event_rows(rng, self.setting, self.drafts, rows, self.reporter, self.centre_id)
        return Part(cases, events, len(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the loader made before the cases."""

    city: City
    ground: Ground
    organizations: Organizations
    users: dict[str, User]
    markets_m: Floats


def draw(
    scene: Scene, figures: Figures, stories_accepted: Seconds, *, seed: int, at: datetime
) -> tuple[Cases, NDArray[np.int64]]:
    """Draw the cases, and give the stories their numbers among them.

    Args:
        stories_accepted: when each story's case was accepted; the stories, one of them a report
            of litter, are part of `figures`, and all of them were closed.
        at: the time of loading, when the routing rules are asked.
    """
    place_seed, case_seed, row_seed = SeedSequence(seed).spawn(3)
    setting = _setting(scene, _without_stories(figures, len(stories_accepted)), place_seed, at)
    drafts = draw_cases(default_rng(case_seed), setting)
    running, of_stories = _running_numbers(drafts, stories_accepted)
    cases = Cases(
        setting=setting,
        drafts=drafts,
        numbering=Numbering(running=running),
        reporter=_demo_reporter(scene),
        centre_id=scene.organizations["centre"].id.bytes,
        seed=row_seed,
    )
    return cases, of_stories


def _without_stories(figures: Figures, stories: int) -> Figures:
    return replace(
        figures,
        accepted=figures.accepted - stories,
        filed=figures.filed - stories,
        due=figures.due - stories,
        closed=figures.closed - stories,
        litter_reports=figures.litter_reports - 1,
        litter_valid=figures.litter_valid - 1,
    )


def _setting(scene: Scene, figures: Figures, seed: SeedSequence, at: datetime) -> Setting:
    classes = CaseClass.objects.of(scene.city, at).minor()
    rows = StandardRow.objects.of(scene.city, at).filter(order=1)
    mix = load_mix(
        {case_class.code: case_class for case_class in classes},
        {row.class_code: row.limit for row in rows},
    )
    span = Span(published.OPENED_AT, published.FIGURES_AT + CLOCK_BEYOND)
    return Setting(
        mix=mix,
        ground=scene.ground,
        load=cell_load(default_rng(seed), scene.ground, scene.markets_m),
        routes=route_table(scene.city, scene.ground, mix.codes, at),
        clock=WorkingClock(calendar_of(scene.city).usual, span),
        figures=figures,
    )


def _running_numbers(
    drafts: Drafts, stories_accepted: Seconds
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the accepted cases in the order of their acceptance, from 1; 0 = not accepted."""
    refused = drafts.lives.refused
    accepted = np.concatenate([drafts.lives.times.accepted[~refused], stories_accepted])
    rank = np.empty(len(accepted), dtype=np.int64)
    rank[np.argsort(accepted, kind="stable")] = np.arange(1, len(accepted) + 1)
    running = np.zeros(len(drafts), dtype=np.int64)
    stories = len(stories_accepted)
    running[~refused] = rank[: len(rank) - stories]
    return running, rank[len(rank) - stories :]


def _demo_reporter(scene: Scene) -> DemoReporter:
    since = published.FIGURES_AT - OWN_REPORTS
    return DemoReporter(
        user_id=scene.users["collector"].id.bytes,
        cells=np.array([street == DEMO_STREET for street in scene.ground.streets]),
        since_s=int(since.timestamp()),
    )
