"""Generated cases as binary rows of `cases.bulk`'s incoming tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cases.bulk import CASE_COLUMNS
from cases.states import State
from demo import binary_copy as copy
from demo import figures as published
from demo.binary_copy import Column, Ragged
from demo.drafts import COLLECTOR, PHONE, SOURCE_NAMES, URGENCIES, Drafts, Setting
from demo.ground import Flags, Indices
from demo.keys import keys_at
from demo.lives import STANDING, STATES
from demo.roads_of_cases import dispatched_at
from demo.side_roads import Detour, Waiting
from demo.stage_times import some_of
from demo.times import DAY_S, HOUR_S, Seconds

NUMBER_DIGITS: Final = 6
DATE_DIGITS: Final = 8
ZONE_S: Final = 8 * HOUR_S
"""The city's zone is eight hours ahead of UTC, without summer time."""

MORE_TIME_S: Final = 3 * DAY_S
"""What a department asks for whose extension is not decided yet."""

HOUSE_NUMBERS: Final = tuple(f"{number}号附近" for number in range(1, 320))
SPOTS: Final = (
    *("人行道", "路口", "公交站旁", "小区门口", "绿化带旁", "路灯杆旁", "便利店门前", "学校附近"),
    *("菜市场旁", "巷口", "停车场入口", "人行天桥下", "居民楼旁", "银行门前", "工地围挡旁"),
)
"""Where on the road; house numbers are drawn, no real address is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Numbers for people: `running` per case (0 = never accepted), in the order of acceptance."""

    running: NDArray[np.int64]

    def column(self, rows: Indices, accepted: Seconds) -> tuple[Ragged, Ragged]:
        """Return date in the city and running number, as `cases.stages.accept` issues them."""
        running = self.running[rows]
        date = copy.digits(_calendar_date(accepted + ZONE_S), DATE_DIGITS)
        return copy.masked(date, running == 0), copy.digits(running, NUMBER_DIGITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReporter:
    """The demo collector's own reports: theirs are those of `streets`' cells since `since_s`."""

    user_id: bytes
    cells: Flags
    since_s: int

    def reported(self, drafts: Drafts, rows: Indices) -> Flags:
        by_collector = drafts.source[rows] == COLLECTOR
        lately = drafts.lives.times.reported[rows] >= self.since_s
        return np.asarray(by_collector & lately & self.cells[drafts.cell[rows]])


def case_ids(drafts: Drafts, rows: Indices) -> NDArray[np.uint8]:
    """Return UUIDv7s (rows, 16): the time of the report, then the case's own random bytes."""
    return keys_at(drafts.lives.times.reported[rows] * 1000, drafts.key[rows])


def case_rows(
    rng: Generator,
    setting: Setting,
    drafts: Drafts,
    rows: Indices,
    numbering: Numbering,
    reporter: DemoReporter,
) -> bytes:
    """Return the rows of `incoming_case` for these drafts."""
    times = drafts.lives.times
    columns: dict[str, Column] = {
        "row_id": copy.numbers(rows, ">i8"),
        "id": copy.uuids(case_ids(drafts, rows)),
        "number": numbering.column(rows, times.accepted[rows]),
        "outer_number": _outer_numbers(drafts, rows),
        "case_class_id": copy.blobs(setting.mix.ids, drafts.case_class[rows]),
        "urgency": copy.words(URGENCIES, drafts.urgency[rows]),
        "source": copy.words(SOURCE_NAMES, drafts.source[rows]),
        "datum": copy.constant("wgs84", len(rows)),
        **_place(rng, setting, drafts, rows),
        "problem_text": copy.words(setting.mix.words, drafts.words[rows]),
        **_responsible(setting, drafts, rows),
        "reporter_account_id": copy.uuids(
            np.broadcast_to(np.frombuffer(reporter.user_id, np.uint8), (len(rows), 16)),
            ~reporter.reported(drafts, rows),
        ),
        "state": copy.words(STATES, drafts.lives.standing[rows]),
        **_moments(drafts, rows),
        "story": copy.numbers(np.zeros(len(rows)), ">i2", np.ones(len(rows), dtype=bool)),
        "flags": copy.empty_arrays(len(rows)),
    }
    return copy.rows_of({name: columns[name] for name in CASE_COLUMNS})


def _place(rng: Generator, setting: Setting, drafts: Drafts, rows: Indices) -> Mapping[str, Column]:
    """Return the point as sent (WGS 84), and the place in words: street, community, road, spot."""
    ground, cell = setting.ground, drafts.cell[rows]
    lon, lat = (copy.numbers(drafts.point[rows, axis], ">f8") for axis in (0, 1))
    road = copy.words(["", *ground.roads.names], ground.road[cell] + 1)
    spots = (*SPOTS, *HOUSE_NUMBERS)
    text = (
        copy.words(ground.street_names, cell),
        copy.words(ground.community_names, cell),
        road,
        copy.words(spots, rng.integers(0, len(spots), len(rows))),
    )
    return {
        "raw_lon": lon,
        "raw_lat": lat,
        "lon": lon,
        "lat": lat,
        "place_text": text,
        "road": road,
    }


def _responsible(setting: Setting, drafts: Drafts, rows: Indices) -> Mapping[str, Column]:
    """Whoever a case was dispatched to; what never was filed went to nobody."""
    nobody = ~dispatched(drafts, rows)
    return {
        "organization_id": copy.blobs(
            setting.routes.ids, np.where(nobody, -1, drafts.organization[rows])
        ),
        "unit_id": copy.blobs(setting.routes.ids, np.where(nobody, -1, drafts.unit[rows])),
    }


def dispatched(drafts: Drafts, rows: Indices) -> Flags:
    """Return which of these cases were filed and dispatched."""
    return np.asarray(~(drafts.lives.never_filed | drafts.lives.refused)[rows])


def _outer_numbers(drafts: Drafts, rows: Indices) -> tuple[Ragged, Ragged]:
    """Calls come with the phone desk's own order number."""
    prefix = copy.constant("12345-", len(rows))
    return copy.masked(prefix, drafts.source[rows] != PHONE), copy.digits(rows + 1, 8)


def _moments(drafts: Drafts, rows: Indices) -> Mapping[str, Column]:
    """Return each time that the case has reached, NULL for the others."""
    lives, times = drafts.lives, some_of(drafts.lives.times, rows)
    roads = some_of(drafts.side_roads, rows)
    standing, filed = lives.standing[rows], dispatched(drafts, rows)
    waiting = roads.waiting == Waiting.EXTENSION
    end = np.full(len(rows), int(published.FIGURES_AT.timestamp()))
    reached = {
        "accepted_at": (times.accepted, ~lives.refused[rows]),
        "filed_at": (times.filed, filed),
        "dispatched_at": (dispatched_at(times, roads.detour == Detour.RETURN), filed),
        "replied_at": (
            np.where(lives.sent_back[rows], times.replied_again, times.replied),
            filed & (standing >= STANDING[State.REPLIED]),
        ),
        "checked_at": (times.checked, filed & (standing >= STANDING[State.CHECKED])),
        "closed_at": (times.closed, filed & (standing == STANDING[State.CLOSED])),
        "due_at": (times.due, filed),
        "amber_at": (times.amber, filed),
        "asked_until": (end + MORE_TIME_S, waiting),
    }
    return {
        "reported_at": copy.instants(times.reported * 1_000_000),
        **{name: copy.instants(at * 1_000_000, ~known) for name, (at, known) in reached.items()},
    }


def _calendar_date(local_s: Seconds) -> NDArray[np.int64]:
    """Return local seconds as whole numbers like 20220405."""
    day = local_s.astype("datetime64[s]").astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    year = day.astype("datetime64[Y]").astype(int) + 1970
    number = year * 10_000 + (month.astype(int) % 12 + 1) * 100
    return np.asarray(number + (day - month).astype(int) + 1, dtype=np.int64)
