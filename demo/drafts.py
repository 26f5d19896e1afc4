"""Drawing the cases: what, where, when, by whom, to whom, in arrays with one entry per case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cases.facts import PUBLIC_SOURCES
from cases.models import Source, Urgency
from demo import figures as published
from demo.dictionary import LITTER_FROM_CARS
from demo.figures import Figures
from demo.ground import Flags, Floats, Ground, Indices
from demo.hotspots import Load
from demo.lives import Lives, live
from demo.mix import ClassMix
from demo.routes import RouteTable
from demo.side_roads import SideRoads, draw_side_roads
from demo.stage_times import draw_times
from demo.times import Seconds, Span, WorkingClock, report_times

SOURCES: Final = (
    (Source.COLLECTOR, 0.9305),
    (Source.PHONE, 0.034),
    (Source.CITIZEN, 0.024),
    (Source.SENSOR, 0.008),
    (Source.SUPERIOR, 0.0035),
)
"""Where reports come from; collectors find nearly everything. An assumption of the demo."""

SOURCE_NAMES: Final = (*(source for source, _ in SOURCES), Source.MEDIA)
COLLECTOR, PHONE, CITIZEN, MEDIA = (
    SOURCE_NAMES.index(source)
    for source in (Source.COLLECTOR, Source.PHONE, Source.CITIZEN, Source.MEDIA)
)

PUBLIC: Final = tuple(i for i, source in enumerate(SOURCE_NAMES) if source in PUBLIC_SOURCES)

OPINIONS: Final = {2020: 82, 2021: 40}
"""Items of the public-opinion monitoring (舆情通) by year, as the city published them; it began in
2019, but no other year's number is known, so no other year has any here."""

OPINION_STORIES: Final = {2021: 1}
"""How many of them are stories, which are not drawn."""

URGENCIES: Final = (Urgency.NORMAL, Urgency.URGENT, Urgency.EMERGENCY)
URGENT_SHARE: Final = {"round": (0.55, 0.38, 0.07), "day": (0.985, 0.0145, 0.0005)}
"""Shares of the urgencies for classes that cannot wait, and for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the cases are drawn from."""

    mix: ClassMix
    ground: Ground
    load: Load
    routes: RouteTable
    clock: WorkingClock
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """The drawn cases, by the time of their report. Indices point into the mix, the ground, the
    routes' organisations, SOURCE_NAMES and URGENCIES; `key` is (cases, 10) random bytes."""

    case_class: Indices
    cell: Indices
    point: Floats
    lives: Lives
    side_roads: SideRoads
    source: Indices
    urgency: Indices
    words: Indices
    organization: Indices
    unit: Indices
    key: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.case_class)


def draw_cases(rng: Generator, setting: Setting) -> Drafts:
    """Draw all cases but the stories; their counts come from `setting.figures`."""
    mix, ground, wanted = setting.mix, setting.ground, setting.figures
    litter_class = mix.index(LITTER_FROM_CARS)
    case_class = _classes(rng, mix, wanted, litter_class)
    litter = case_class == litter_class
    refused = np.arange(len(case_class)) >= wanted.accepted
    reported = _reported(rng, mix, case_class, litter)
    order = np.argsort(reported, kind="stable")
    case_class, litter, refused = case_class[order], litter[order], refused[order]
    times = draw_times(rng, reported[order], case_class, mix, setting.clock)
    end_s = int(published.FIGURES_AT.timestamp())
    lives = live(rng, times, litter, refused, wanted, end_s)
    cell = setting.load.draw(rng, mix.crowd[case_class])
    organization, unit = setting.routes.of(case_class, cell)
    source = _sources(rng, lives.times.reported, litter, wanted)
    source[np.flatnonzero(lives.at_the_desk)[::2]] = CITIZEN  # somebody has to go and look
    return Drafts(
        case_class=case_class,
        cell=cell,
        point=ground.points(rng, cell),
        lives=lives,
        side_roads=draw_side_roads(rng, lives, np.isin(source, PUBLIC), unit >= 0, end_s),
        source=source,
        urgency=_urgencies(rng, mix, case_class),
        words=mix.words_from[case_class]
        + (rng.random(len(cell)) * mix.words_count[case_class]).astype(np.intp),
        organization=organization,
        unit=unit,
        key=rng.integers(0, 256, (len(cell), 10), dtype=np.uint8),
    )


def _classes(rng: Generator, mix: ClassMix, wanted: Figures, litter_class: int) -> Indices:
    """Return the classes: the others, then the valid litter reports, then the refused ones."""
    others = wanted.accepted - wanted.litter_valid
    drawn = rng.choice(len(mix.codes), size=others, p=mix.share)
    return np.concatenate([drawn, np.full(wanted.litter_reports, litter_class)]).astype(np.intp)


def _reported(rng: Generator, mix: ClassMix, case_class: Indices, litter: Flags) -> Seconds:
    reported = np.empty(len(case_class), dtype=np.int64)
    for rows, since in ((~litter, published.OPENED_AT), (litter, published.LITTER_SINCE)):
        span = Span(since, published.FIGURES_AT)
        reported[rows] = report_times(rng, span, mix.curve, case_class[rows])
    return reported


def _sources(rng: Generator, reported: Seconds, litter: Flags, wanted: Figures) -> Indices:
    share = np.array([part for _, part in SOURCES])
    source = rng.choice(len(share), size=len(reported), p=share / share.sum()).astype(np.intp)
    source[litter] = CITIZEN
    year = reported.astype("datetime64[s]").astype("datetime64[Y]").astype(int) + 1970
    scale = wanted.accepted / published.PUBLISHED.accepted
    for of, count in OPINIONS.items():
        among = np.flatnonzero((year == of) & ~litter)
        drawn = max(0, round(count * scale) - OPINION_STORIES.get(of, 0))
        source[rng.choice(among, size=min(len(among), drawn), replace=False)] = MEDIA
    return source


def _urgencies(rng: Generator, mix: ClassMix, case_class: Indices) -> Indices:
    urgency = np.empty(len(case_class), dtype=np.intp)
    pressing = (np.array(mix.curve) == "round")[case_class]
    for rows, name in ((pressing, "round"), (~pressing, "day")):
        urgency[rows] = rng.choice(
            len(URGENCIES), size=int(rows.sum()), p=np.array(URGENT_SHARE[name])
        )
    return urgency
