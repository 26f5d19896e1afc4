"""Drafts in tests: a city of ragged communities, an editor, and commands by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import connection

from accounts.models import User
from gis_core.actor import Actor, Role, Scope
from gis_core.errors import DomainError
from gis_core.geometry import shared_edges
from gis_core.ids import uuid7
from grids.drafts.copying import begin_draft
from grids.drafts.findings import findings_of
from grids.drafts.rights import EDIT_NETWORK, PUBLISH_NETWORK
from grids.editing.performing import perform
from grids.editing.recording import Given
from grids.models import (
    Cell,
    City,
    Community,
    District,
    EditVerb,
    Generation,
    NetworkDraft,
    NetworkEdit,
    Street,
)
from tests.grids.networks import ragged_areas
from tests.grids.oracle import assert_noded_coverage, edges, outline, twice_area
from tests.grids.stored import Network, store_network

AT = datetime(2026, 5, 6, 2, tzinfo=UTC)
LEVELS: tuple[Any, ...] = (District, Street, Community, Cell)


@dataclass(frozen=True)
class Drafting:
    """A draft of a network and somebody who may edit and publish it."""

    network: Network
    draft: NetworkDraft
    actor: Actor

    def do(self, verb: str, id: UUID | None = None, **command: Any) -> NetworkEdit:
        return perform(self.given(verb, id, **command))

    def given(self, verb: str, id: UUID | None = None, **command: Any) -> Given:
        return Given(
            id=id or uuid7(),
            draft_id=self.draft.pk,
            actor=self.actor,
            at=AT,
            verb=EditVerb(verb),
            command={key.rstrip("_"): value for key, value in command.items()},
        )

    @property
    def generation(self) -> Generation:
        assert self.draft.generation
        return self.draft.generation

    def cells(self) -> dict[str, shapely.Polygon]:
        """Polygons of the draft's cells by code."""
        return shapes_of(Cell, self.draft)

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the draft holds, exactly."""
        return {
            level.__name__: sorted(
                (str(row.pk), row.code, str(_home(row)), bytes(row.geom.wkb), _rest(row))
                for row in level.objects.filter(generation=self.draft.generation)
            )
            for level in LEVELS
        }


def _home(row: Any) -> Any:
    keys = ("community_id", "street_id", "district_id")
    return [getattr(row, key) for key in keys if hasattr(row, key)]


def _rest(row: Any) -> tuple[Any, ...]:
    names = ("sequence", "area_m2", "rural", "generated", "name")
    return tuple(str(getattr(row, name, "")) for name in names)


def shapes_of(level: Any, draft: NetworkDraft) -> dict[str, Any]:
    rows = level.objects.filter(generation=draft.generation).order_by("code")
    return {row.code: shapely.from_wkb(bytes(row.geom.wkb)) for row in rows}


def editor(city: City, *verbs: str) -> Actor:
    """Somebody whose post in the city holds these verbs."""
    user, _ = User.objects.get_or_create(username="editor")
    role = Role(
        membership_id=uuid7(),
        city_id=city.pk,
        post="analyst",
        verbs=frozenset(verbs or (EDIT_NETWORK, PUBLISH_NETWORK)),
        scope=Scope.CITY,
        organization_id=uuid7(),
        organization_ids=frozenset(),
        branch_ids=frozenset(),
    )
    return Actor(user_id=user.pk, roles=(role,))


def a_draft(seed: int = 5, count: int = 6, size_m: float = 130.0) -> Drafting:
    """A draft of a network of ragged communities."""
    network = store_network(ragged_areas(seed, count=count), size_m=size_m)
    return draft_of_network(network)


def draft_of_network(network: Network) -> Drafting:
    settle()
    actor = editor(network.city)
    draft = begin_draft(id=uuid7(), city=network.city, actor=actor, at=AT, note="")
    return Drafting(network, draft, actor)


def settle() -> None:
    """Run the deferred checks now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED; SET CONSTRAINTS cell_code_once IMMEDIATE")


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


def assert_a_coverage(drafting: Drafting) -> None:
    """The cells are noded, their sum is every area above them, edge by edge."""
    cells = list(drafting.cells().values())
    assert_noded_coverage(cells)
    rim = outline(cells)
    for level in (Community, Street, District):
        areas = [p for s in shapes_of(level, drafting.draft).values() for p in shapely.get_parts(s)]
        assert_noded_coverage(areas)
        assert outline(areas) == rim
        assert twice_area(edges(areas).elements()) == twice_area(edges(cells).elements())


def neighbours(drafting: Drafting) -> list[tuple[str, str]]:
    cells = drafting.cells()
    codes, shapes = list(cells), np.array(list(cells.values()))
    pairs = shared_edges(shapes, (1.0, 1.0))
    return [(codes[a], codes[b]) for a, b in zip(pairs.left, pairs.right, strict=True)]


def across(shape: shapely.Polygon, angle: float) -> dict[str, Any]:
    """A line through the middle of a polygon, from outside to outside."""
    middle = shape.representative_point()
    dx, dy = 0.01 * np.cos(angle), 0.01 * np.sin(angle)
    return line((middle.x - dx, middle.y - dy), (middle.x + dx, middle.y + dy))


def random_edit(drafting: Drafting, rng: np.random.Generator) -> NetworkEdit:
    """One edit at random; raises what is refused."""
    cells = drafting.cells()
    codes = list(cells)
    code = codes[rng.integers(len(codes))]
    near = [pair for pair in neighbours(drafting) if code in pair]
    left, right = near[rng.integers(len(near))] if near else (code, code)
    match rng.integers(6):
        case 0 | 1:
            return drafting.do("split", cell=code, line=across(cells[code], rng.uniform(0, 3.2)))
        case 2:
            return drafting.do("merge", cells=[left, right])
        case 3:
            x, y = cells[code].exterior.coords[int(rng.integers(3))]
            dx, dy = rng.uniform(-2e-4, 2e-4, 2)
            return drafting.do("move_vertex", from_=[x, y], to=[x + dx, y + dy])
        case 4:
            run = shapely.get_coordinates(shapely.intersection(cells[left], cells[right]))
            middle = run.mean(axis=0) + rng.uniform(-1e-4, 1e-4, 2)
            points = [tuple(run[0]), tuple(middle), tuple(run[-1])]
            return drafting.do("move_edge", left=left, right=right, line=line(*points))
        case _:
            return drafting.do("assign", cells=[left], community=right[:12])


def done_at_random(drafting: Drafting, seed: int, times: int) -> Iterable[NetworkEdit]:
    rng = np.random.default_rng(seed)
    for _ in range(times):
        try:
            yield random_edit(drafting, rng)
        except DomainError:
            continue


def load(drafting: Drafting, **shapes: shapely.Polygon) -> None:
    """Load shapes by code, as somebody drew them in a desktop GIS."""
    cells = [{"code": c[1:], "geometry": shapely.geometry.mapping(s)} for c, s in shapes.items()]
    drafting.do("load", cells=cells)


def kinds(drafting: Drafting) -> dict[str, int]:
    found = [each.kind for each in findings_of(drafting.generation)]
    return {kind: found.count(kind) for kind in found}


def an_overlap(drafting: Drafting, ticks: int = 40) -> tuple[str, str]:
    """Draw a cell a little into its neighbour of the same community, and away from another."""
    cells = drafting.cells()
    left, right = next(p for p in neighbours(drafting) if p[0][:12] == p[1][:12])
    moved = shapely.affinity.translate(cells[right], ticks * 1e-7, ticks * 1e-7)
    load(drafting, **{f"c{right}": moved})
    return left, right
