"""Loading the demo city: everything or nothing, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

import shapely
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from numpy.random import Generator, default_rng

from cases.public_months import publish_due
from demo import cases as generated
from demo.accounts import create_accounts
from demo.bulk import analyze, check_now, copy_rows, load_parts, reserve_numbers
from demo.city import create_city, is_loaded
from demo.components import COLUMNS, Register, draw_register, register_weights
from demo.dictionary import create_dictionary
from demo.duty import create_duty
from demo.evidence import attach_pictures
from demo.facilities import Scene, markets_m, public_facilities, roads_as_facilities
from demo.figures import OPENED_AT
from demo.ground import Ground, load_ground
from demo.network import load_network
from demo.organizations import Organizations, create_organizations
from demo.progress import Stages
from demo.roads import Crossing, draw_roads
from demo.routes import route_table
from demo.rules import create_rules
from demo.scales import Scale, components_of
from demo.standard_rows import create_rows
from demo.stories import stories
from demo.story_rows import StoryScene, accepted_times, story_part
from facilities.derive import rebuild
from facilities.gazetteer import Entry, add_places
from facilities.models import Facility, PlaceKind
from gis_core.srid import WGS84
from grids.models import Cell, City, District, Generation
from standards.models import CaseClass

FACILITY_SEED: Final = 200_000

LOCK: Final = 430_300
"""Advisory lock of the load: a second one waits, and then finds the city there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to load: how large, whether every component is registered, from which sources, when."""

    scale: Scale
    dense: bool
    sources: Path
    at: datetime
    seed: int = generated.SEED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """What all later stages stand on."""

    city: City
    network: Generation
    ground: Ground
    crossings: list[Crossing]
    organizations: Organizations


def load_city(wish: Wish, stages: Stages) -> bool:
    """Load the demo city; return False where it is there already.

    One transaction: killed half-way, nothing is left but pictures that no case names.

    Raises:
        SourceMissing: the boundaries or the names were not fetched.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if is_loaded():
            return False
        base = _base(wish, stages)
        public = _facilities(wish, base, stages)
        _cases(wish, base, public, stages)
        with stages.stage("地名 gazetteer") as stage:
            stage.advance(_places(base, wish.at))
        with stages.stage("公布 what the public gets") as stage:
            stage.advance(_publish(base.city, wish.at))
    with stages.stage("统计信息 planner statistics"):
        analyze()
    return True


def _base(wish: Wish, stages: Stages) -> _Base:
    city = create_city()
    create_rows(city, create_dictionary(city))
    with stages.stage("网格 network") as stage:
        network = load_network(city, wish.scale.network, wish.sources, OPENED_AT)
        # From here on every statement is checked at its own end, so that the bars tell the truth.
        check_now()
        analyze("grids_cell", "grids_community", "grids_street", "grids_district")
        stage.advance(Cell.objects.filter(generation=network).count())
    with stages.stage("道路、机构 roads and organisations"):
        roads = draw_roads(network)
        ground = load_ground(network, roads.roads)
        organizations = create_organizations(city, network)
        create_rules(city, network, organizations)
    return _Base(
        city=city,
        network=network,
        ground=ground,
        crossings=roads.crossings,
        organizations=organizations,
    )


def _facilities(wish: Wish, base: _Base, stages: Stages) -> list[Facility]:
    """Load facilities and components; return those that people look for."""
    rng = default_rng(FACILITY_SEED)
    places = {crossing.name: crossing.point for crossing in base.crossings}
    scene = Scene(base.city, base.ground, base.organizations)
    public = public_facilities(rng, scene, places, wish.scale.public_share)
    roads = roads_as_facilities(rng, base.city, base.ground)
    others = [*public, *roads]
    count = components_of(wish.scale, len(others), dense=wish.dense)
    with stages.stage("设施 facilities", total=len(others) + count) as stage:
        Facility.objects.bulk_create(others, batch_size=1000)
        stage.advance(len(others))
        register = _register(rng, count, base, wish.at)
        with connection.cursor() as cursor:
            for rows, loaded in register.parts(rng):
                copy_rows(cursor, "facilities_facility", COLUMNS, rows)
                stage.advance(loaded)
    return public


def _register(rng: Generator, count: int, base: _Base, at: datetime) -> Register:
    codes = list(register_weights())
    known = {c.code: c for c in CaseClass.objects.of(base.city, at).filter(code__in=codes)}
    classes = [known[code] for code in codes]
    routes = route_table(base.city, base.ground, codes, at)
    return draw_register(
        rng, count, city=base.city, ground=base.ground, routes=routes, classes=classes
    )


def _cases(wish: Wish, base: _Base, public: list[Facility], stages: Stages) -> None:
    users = create_accounts(base.city, base.organizations)
    create_duty(base.city, base.network, base.organizations, users)
    scene = generated.Scene(
        city=base.city,
        ground=base.ground,
        organizations=base.organizations,
        users=users,
        markets_m=markets_m(public),
    )
    figures = wish.scale.figures
    with stages.stage("案件 cases", total=figures.rows) as stage:
        drawn, running = generated.draw(
            scene, figures, accepted_times(), seed=wish.seed, at=wish.at
        )
        mix = drawn.setting.mix
        told = StoryScene(
            ground=base.ground,
            crossings={crossing.name: crossing.point for crossing in base.crossings},
            routes=drawn.setting.routes,
            class_codes=mix.codes,
            class_ids=mix.ids,
            organizations=base.organizations,
            users=users,
        )
        # The stories come last: the first part must be large, because the plans of the foreign
        # keys' checks are made over it and kept.
        parts = chain(drawn.parts(), [story_part(told, running)])
        for loaded in load_parts(parts, city=base.city, at=wish.at):
            stage.advance(loaded)
        reserve_numbers(figures.accepted)
    attach_pictures(base.city, stories(), users, wish.at)


def _places(base: _Base, at: datetime) -> int:
    names = dict(District.objects.filter(generation=base.network).values_list("code", "name"))
    crossings = [
        Entry(
            kind=PlaceKind.CROSSING,
            name=crossing.name,
            point=_point(crossing.point),
            context=names.get(crossing.district, ""),
        )
        for crossing in base.crossings
    ]
    return add_places(base.city, crossings) + rebuild(base.city, at)


def _publish(city: City, at: datetime) -> int:
    """Publish the figures of the last twelve months, as a city that has done so for a year."""
    until = city.figures_time(at)
    return len(publish_due(city, at=until, since=(until - timedelta(days=365)).date()))


def _point(point: shapely.Point) -> Point:
    return Point(point.x, point.y, srid=WGS84)
