"""Changing duty: shifts, and who holds which cells. The past stands; what has begun is replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.contrib.gis.db.models import Union
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from departments.duty_errors import (
    CellsUnknown,
    DutyBegun,
    DutyCodeTaken,
    DutyDatesWrong,
    DutyGridUnknown,
    DutyNotYours,
    HolderUnknown,
    ShiftInUse,
    ShiftUnknown,
)
from departments.models import DutyGrid, Membership, Organization, Shift
from departments.shifts import Days
from gis_core.actor import Actor
from grids.models import Cell, City, Generation

EDIT_DUTY: Final = "edit_duty"
"""The verb that a post must hold."""

WALKS: Final = "check"
"""Whose post holds this verb of a case goes out to look, and can be bound to a duty grid."""

CELLS_NAMED: Final = 10
"""Unknown cells that a refusal names at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftWish:
    """What a shift shall be."""

    code: str
    name: str
    name_en: str = ""
    begins: time
    ends: time
    days: Days = Days.EVERY


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyWish:
    """What a duty grid shall be; `valid_from` None = from now on.

    `replaces`: the one that ends where this one begins.
    """

    id: UUID
    code: str
    name: str = ""
    shift: str
    collector: UUID | None = None
    organization: UUID | None = None
    cells: frozenset[str] = field(default_factory=frozenset)
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    replaces: UUID | None = None


def may_edit(actor: Actor, city: City) -> bool:
    return actor.is_operator or actor.may(EDIT_DUTY, city.pk)


def collectors_of(city: City, at: datetime) -> QuerySet[User]:
    """Return whom a duty grid can be bound to: who goes out to look, by a post in force."""
    posts = Membership.objects.filter(city=city, post__verbs__contains=[WALKS]).valid_at(at)
    return User.objects.filter(is_active=True, memberships__in=posts).distinct()


@transaction.atomic
def put_shift(*, city: City, actor: Actor, wish: ShiftWish, at: datetime) -> Shift:
    """Make a shift or change it. Raises DutyNotYours, and ShiftInUse where duty has begun by it."""
    require_editor(actor, city)
    shift = Shift.objects.of(city).select_for_update().filter(code=wish.code).first()
    hours = (wish.begins, wish.ends, wish.days)
    if shift is None:
        shift = Shift(city=city, code=wish.code)
    elif (shift.begins, shift.ends, shift.days) != hours and _has_begun(shift, at):
        raise ShiftInUse
    shift.name, shift.name_en = wish.name, wish.name_en
    shift.begins, shift.ends, shift.days = hours
    shift.save()
    return shift


@transaction.atomic
def put_duty_grid(*, city: City, actor: Actor, wish: DutyWish, at: datetime) -> DutyGrid:
    """Make a duty grid, or change one; the same wish sent twice is one duty grid.

    Raises:
        DutyNotYours, ShiftUnknown, HolderUnknown, CellsUnknown, DutyGridUnknown.
        DutyDatesWrong: it would begin in the past, or end before it begins.
        DutyBegun: it has begun, and its shift, holder or cells would change.
        DutyCodeTaken: another one has that code in that time.
    """
    require_editor(actor, city)
    # One editor of a city's duty at a time: two grids of one code must not slip past each other.
    City.objects.select_for_update(no_key=True).get(pk=city.pk)
    grid = DutyGrid.objects.filter(pk=wish.id).first()
    if grid is not None and grid.city_id != city.pk:
        raise DutyGridUnknown(what=wish.id)
    if grid is not None and grid.valid_from <= at:
        return _renamed(grid, wish, at)
    made = _wished(city, wish, grid, at)
    if wish.replaces is not None:
        end(_locked(city, wish.replaces), made.valid_from)
    _refuse_a_double_code(made)
    made.save(force_insert=grid is None)
    return made


@transaction.atomic
def end_duty_grid(*, city: City, actor: Actor, grid_id: UUID, at: datetime) -> None:
    """End a duty grid now; one that has not begun is gone. Raises DutyNotYours, DutyGridUnknown."""
    require_editor(actor, city)
    end(_locked(city, grid_id), at)


def union_of(generation: Generation, codes: frozenset[str]) -> MultiPolygon:
    """Return the ground of these cells. Raises CellsUnknown where one is not there."""
    cells = Cell.objects.filter(generation=generation, code__in=codes).order_by()
    missing = codes - set(cells.values_list("code", flat=True))
    if missing or not codes:
        named = ", ".join(sorted(missing)[:CELLS_NAMED])
        raise CellsUnknown(generation=generation.number, cells=named or "—")
    return as_multi(cells.aggregate(ground=Union("geom"))["ground"])


def as_multi(ground: Polygon | MultiPolygon) -> MultiPolygon:
    parts = [ground] if isinstance(ground, Polygon) else list(ground)
    return MultiPolygon(parts, srid=ground.srid)


def require_editor(actor: Actor, city: City) -> None:
    """Raises DutyNotYours."""
    if not may_edit(actor, city):
        raise DutyNotYours


def _locked(city: City, grid_id: UUID) -> DutyGrid:
    grid = DutyGrid.objects.of(city).select_for_update().filter(pk=grid_id).first()
    if grid is None:
        raise DutyGridUnknown(what=grid_id)
    return grid


def end(grid: DutyGrid, at: datetime) -> None:
    """End a duty grid; one that has not begun by then is gone."""
    if grid.valid_from > at:
        grid.delete()
    elif grid.valid_to is None or grid.valid_to > at:
        grid.valid_to = at
        grid.save(update_fields=["valid_to"])


def _renamed(grid: DutyGrid, wish: DutyWish, at: datetime) -> DutyGrid:
    """Change of a grid that has begun what may change: its name and its end."""
    if _past_of(grid) != _past_of(wish) or wish.valid_from not in (None, grid.valid_from):
        raise DutyBegun
    if wish.valid_to is not None and wish.valid_to != grid.valid_to and wish.valid_to < at:
        raise DutyDatesWrong
    grid.name, grid.valid_to = wish.name, wish.valid_to
    grid.save(update_fields=["name", "valid_to"])
    return grid


def _past_of(duty: DutyGrid | DutyWish) -> tuple[object, ...]:
    """Return what of a duty grid stands once it has begun."""
    if isinstance(duty, DutyWish):
        return duty.code, duty.shift, duty.collector, duty.organization, set(duty.cells)
    holder = (duty.collector_id, duty.organization_id)
    return duty.code, duty.shift.code, *holder, set(duty.cell_codes)


def _wished(city: City, wish: DutyWish, grid: DutyGrid | None, at: datetime) -> DutyGrid:
    begins = wish.valid_from or at
    if begins < at or (wish.valid_to is not None and wish.valid_to <= begins):
        raise DutyDatesWrong
    generation = Generation.objects.current(city, begins)
    made = grid or DutyGrid(id=wish.id, city=city)
    made.generation, made.code, made.name = generation, wish.code, wish.name
    made.shift = shift_of(city, wish.shift)
    made.collector, made.organization = _holder(city, wish, begins)
    made.cell_codes, made.geom = sorted(wish.cells), union_of(generation, wish.cells)
    made.valid_from, made.valid_to = begins, wish.valid_to
    return made


def _has_begun(shift: Shift, at: datetime) -> bool:
    return DutyGrid.objects.filter(shift=shift).begun(at).exists()


def shift_of(city: City, code: str) -> Shift:
    """Return the shift with this code, or raise ShiftUnknown."""
    found = Shift.objects.of(city).filter(code=code).first()
    if found is None:
        raise ShiftUnknown(what=code)
    return found


def _holder(city: City, wish: DutyWish, at: datetime) -> tuple[User | None, Organization | None]:
    if (wish.collector is None) == (wish.organization is None):
        raise HolderUnknown(what="—")
    offices = Organization.objects.filter(city=city).defer("area")
    collector = collectors_of(city, at).filter(pk__in=[wish.collector]).first()
    organization = offices.filter(pk__in=[wish.organization]).first()
    if collector is None and organization is None:
        raise HolderUnknown(what=wish.collector or wish.organization)
    return collector, organization


def _refuse_a_double_code(made: DutyGrid) -> None:
    others = DutyGrid.objects.filter(city=made.city, code=made.code).exclude(pk=made.pk)
    still = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=made.valid_from))
    if made.valid_to is not None:
        still = still.filter(valid_from__lt=made.valid_to)
    if still.exists():
        raise DutyCodeTaken(grid=made.code)
