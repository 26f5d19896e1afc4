"""The stories as rows of the bulk door, at a place near the road or crossing that each names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from accounts.models import User
from cases.bulk import CASE_COLUMNS, EVENT_COLUMNS
from cases.states import State
from cases.transitions import target
from cases.verbs import Verb
from demo import binary_copy as copy
from demo.binary_copy import Column, Ragged
from demo.bulk import Part
from demo.case_rows import Numbering
from demo.ground import Ground, to_metres
from demo.keys import RANDOM_BYTES, keys_at
from demo.organizations import Organizations
from demo.routes import RouteTable
from demo.stories import Story, stories
from demo.times import Seconds

REACH_M: Final = 4000.0
"""A story moves to the road or crossing that it names where that is this near; else it stays."""

ASIDE_DEG: Final = 0.00003
"""Some three metres: beside the middle of the road, which is often the border of two cells."""

FIRST_ROW_ID: Final = 10_000_000
"""Row ids of the stories, beyond those of all other cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryScene:
    """What the stories are set in; `routes` is over the classes, given by codes and ids."""

    ground: Ground
    crossings: dict[str, shapely.Point]
    routes: RouteTable
    class_codes: list[str]
    class_ids: list[bytes]
    organizations: Organizations
    users: dict[str, User]


def accepted_times() -> Seconds:
    """Return when each story's case was accepted, in seconds since 1970 UTC."""
    return _seconds([story.at(Verb.ACCEPT) for story in stories()])


def story_id(story: Story) -> NDArray[np.uint8]:
    """Return the story's key (16 bytes), always the same."""
    reported = _seconds([story.at(Verb.COLLECT)]) * 1000
    digest = hashlib.sha256(f"story {story.number}".encode()).digest()[:RANDOM_BYTES]
    return np.asarray(keys_at(reported, np.frombuffer(digest, np.uint8)[None])[0])


def story_part(scene: StoryScene, running: NDArray[np.int64]) -> Part:
    """Return the stories' rows; `running` are their numbers among all cases."""
    told = stories()
    cases = b"".join(
        _case_row(scene, story, int(n)) for story, n in zip(told, running, strict=True)
    )
    events = b"".join(_event_rows(scene, story) for story in told)
    return Part(cases, events, len(told))


def _case_row(scene: StoryScene, story: Story, running: int) -> bytes:
    point = place_of(scene, story)
    lon, lat = (copy.numbers([point[axis]], ">f8") for axis in (0, 1))
    number = Numbering(running=np.array([running]))
    organization, unit = _responsible(scene, story)
    columns: dict[str, Column] = {
        "row_id": copy.numbers([FIRST_ROW_ID + story.number], ">i8"),
        "id": copy.uuids(story_id(story)[None]),
        "number": number.column(np.array([0]), _seconds([story.at(Verb.ACCEPT)])),
        "outer_number": copy.words([""], [-1]),
        "case_class_id": copy.blobs(scene.class_ids, [scene.class_codes.index(story.class_code)]),
        "urgency": _text(story.urgency),
        "source": _text(story.source),
        "datum": _text("wgs84"),
        "raw_lon": lon,
        "raw_lat": lat,
        "lon": lon,
        "lat": lat,
        "place_text": _text(story.place_text),
        "road": _text(story.road),
        "problem_text": _text(story.problem_text),
        "organization_id": copy.blobs(scene.routes.ids, [organization]),
        "unit_id": copy.blobs(scene.routes.ids, [unit]),
        "reporter_account_id": _user(scene, story.reporter),
        "state": _text(story.ends),
        "reported_at": _instant(story.at(Verb.COLLECT)),
        "accepted_at": _instant(story.at(Verb.ACCEPT)),
        "filed_at": _instant(story.at(Verb.FILE)),
        "dispatched_at": _instant(story.at(Verb.DISPATCH)),
        "replied_at": _instant(story.at(Verb.REPLY)),
        "checked_at": _instant(story.at(Verb.CHECK)),
        "closed_at": _instant(story.events[-1].at),
        "due_at": _instant(story.due_at),
        "amber_at": _never(),
        "asked_until": _never(),
        "story": copy.numbers([story.number], ">i2"),
        "flags": copy.empty_arrays(1),
    }
    return copy.rows_of({name: columns[name] for name in CASE_COLUMNS})


def _event_rows(scene: StoryScene, story: Story) -> bytes:
    before: State | None = None
    rows = []
    for sequence, event in enumerate(story.events, start=1):
        after = target(before, event.verb)
        columns: dict[str, Column] = {
            "case_id": copy.uuids(story_id(story)[None]),
            "sequence": copy.numbers([sequence], ">i4"),
            "verb": _text(event.verb),
            "from_state": _text(before or ""),
            "to_state": _text(str(after)),
            "at": _instant(event.at),
            "actor_id": _user(scene, event.by),
            "post": _text(event.post),
            "organization_id": _organization(scene, story, event.in_),
            "note": _text(event.note),
        }
        rows.append(copy.rows_of({name: columns[name] for name in EVENT_COLUMNS}))
        before = after
    return b"".join(rows)


def place_of(scene: StoryScene, story: Story) -> NDArray[np.float64]:
    """Return the story's point (lon, lat): at its crossing or on its road, if that is near."""
    given = shapely.Point(story.lon, story.lat)
    there = scene.crossings.get(story.crossing) or _on_road(scene.ground, story.road, given)
    point = there if there is not None and _apart_m(there, given) <= REACH_M else given
    return np.asarray(shapely.get_coordinates(point)[0] + ASIDE_DEG)


def _on_road(ground: Ground, road: str, given: shapely.Point) -> shapely.Point | None:
    pairs = zip(ground.roads.names, ground.roads.lines, strict=True)
    lines = [line for name, line in pairs if name == road]
    if not lines:
        return None
    line = min(lines, key=given.distance)
    return line.interpolate(line.project(given))


def _apart_m(one: shapely.Point, other: shapely.Point) -> float:
    a, b = (to_metres(shapely.get_coordinates(point)[0]) for point in (one, other))
    return float(np.hypot(*(a - b)))


def _responsible(scene: StoryScene, story: Story) -> tuple[int, int]:
    """Return organisation and unit (indices of the routes) by the city's own rules."""
    cell = shapely.STRtree(scene.ground.geometry).query(
        shapely.Point(place_of(scene, story)), predicate="intersects"
    )[:1]
    case_class = np.array([scene.class_codes.index(story.class_code)])
    organization, unit = scene.routes.of(case_class, cell)
    return int(organization[0]), int(unit[0])


def _organization(scene: StoryScene, story: Story, code: str) -> Ragged:
    if code in ("lead", "unit"):
        organization, unit = _responsible(scene, story)
        acting = unit if code == "unit" and unit >= 0 else organization
        return copy.blobs(scene.routes.ids, [acting])
    if not code:
        return copy.blobs([b""], [-1])
    return copy.blobs([scene.organizations[code].pk.bytes], [0])


def _user(scene: StoryScene, username: str) -> Ragged:
    if not username:
        return copy.blobs([b""], [-1])
    return copy.blobs([scene.users[username].pk.bytes], [0])


def _text(text: str) -> Ragged:
    return copy.constant(text, 1)


def _instant(at: datetime) -> Ragged:
    return copy.instants(_seconds([at]) * 1_000_000)


def _never() -> Ragged:
    return copy.instants(np.zeros(1, dtype=np.int64), np.ones(1, dtype=bool))


def _seconds(moments: list[datetime]) -> Seconds:
    return np.array([int(moment.timestamp()) for moment in moments], dtype=np.int64)
