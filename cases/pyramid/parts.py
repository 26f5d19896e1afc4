"""A count is a sum of parts, read in one statement: folded, not folded yet, seen for other reasons.

Each part yields `bin_key` (the square), `sum_x` and `sum_y` (at zoom 26), `part_0` (cases) and
`part_1` (open ones).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Case as Switch
from django.db.models import Count, F, FloatField, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from cases.filters import filtered
from cases.models import Case, CaseDelta, PyramidCase, PyramidGroup, PyramidSquare
from cases.models.rights import visible_by_columns, visible_by_row
from cases.pyramid.days import Days, number_of
from cases.pyramid.numbers import (
    ANY_CLASS,
    Dimension,
    OneOf,
    number_of_city,
    numbered,
    organizations,
)
from cases.pyramid.wanted import Wanted, is_held
from cases.states import ENDED
from gis_core.actor import Role, Scope
from gis_core.db.functions import PlaceAmong, SquareOfZoom26, UpToMonth, X, Y
from gis_core.layers import Rows, Viewing, first_key, stop_key
from gis_core.tile import KEY_ZOOM

LEVELS: Final = (14, 16, 18)
"""Zooms whose squares are kept counted; a square of a zoom between is a few of the next finer."""

_OPEN: Final = ~Q(state__in=sorted(ENDED))


def parts(viewing: Viewing, said: Mapping[str, str], level: int) -> list[Rows] | None:
    """Return the parts whose sum is the count per square of zoom `level`.

    None where the pyramid cannot tell: a bound that is an instant and no day. Raises BadParameter.
    """
    if not is_held(said):
        return None
    # First, because it says what is wrong with a value.
    appended = _appended(viewing, said, level)
    wanted = Wanted.of(said)
    if Case.objects.sees_all(viewing.city, viewing.actor):
        return [appended, _folded_for_all(viewing, wanted, level)]
    rights = _columns_on_case(viewing)
    folded = [] if rights is None else [_alike(viewing, wanted, level, rights)]
    return [appended, _by_row(viewing, said, level), *folded]


def _folded_for_all(viewing: Viewing, wanted: Wanted, level: int) -> Rows:
    kept, days = _kept(level), wanted.days
    months = None if days.is_open else days.whole_months()
    is_simple = len(wanted.conditions) <= 1 and wanted.besides is None
    if kept is None or not is_simple or not (days.is_open or months):
        return _alike(viewing, wanted, level, Q())
    condition = wanted.conditions[0] if wanted.conditions else OneOf(Dimension.ALL, 0)
    return _squares(viewing, condition, kept, level, months)


def _kept(level: int) -> int | None:
    """Return the zoom whose kept squares make those of `level`; None where none are so small."""
    return next((at for at in LEVELS if at >= level), None)


def _squares(
    viewing: Viewing,
    condition: OneOf,
    kept: int,
    level: int,
    months: tuple[int | None, int] | None,
) -> Rows:
    """Squares of the zoom `kept`, whose counts are there already, of a span of months."""
    rows = PyramidSquare.objects.filter(
        city=number_of_city(viewing.city.pk),
        level=kept,
        dimension=condition.dimension,
        key__gte=first_key(kept),
        key__lt=stop_key(kept),
    ).filter(condition.on("value"))
    square = _square_of("key", kept, level)
    if months is None:
        return rows.values(
            bin_key=square,
            sum_x=Cast("x", FloatField()),
            sum_y=Cast("y", FloatField()),
            part_0=F("count"),
            part_1=F("open"),
        )
    counted = rows.annotate(part_0=_between("counts", *months))
    share = Cast("part_0", FloatField()) / F("count")
    return counted.values(
        bin_key=square,
        sum_x=F("x") * share,
        sum_y=F("y") * share,
        part_0=F("part_0"),
        part_1=_between("opens", *months),
    )


def _between(totals: str, before: int | None, last: int) -> Any:
    up_to = UpToMonth(F(totals), F("months"), last)
    return up_to if before is None else up_to - UpToMonth(F(totals), F("months"), before)


def _alike(viewing: Viewing, wanted: Wanted, level: int, rights: Q) -> Rows:
    """Cases that are alike, group by group; one by one where squares are smaller than the groups'
    or days are asked for in words of their own."""
    conditions = Q(city=number_of_city(viewing.city.pk)) & rights
    for condition in wanted.conditions:
        conditions &= condition.on_case()
    if wanted.besides is not None:
        conditions &= wanted.besides
    kept = None if wanted.is_of_days else _kept(level)
    if kept is None:
        return _cases(conditions, wanted.days, level)
    of_any = Q(class_number=ANY_CLASS)
    conditions &= of_any if wanted.is_of_any_class else ~of_any
    return _groups(conditions, wanted.days, kept, level)


def _groups(conditions: Q, days: Days, kept: int, level: int) -> Rows:
    rows = PyramidGroup.objects.filter(
        conditions, level=kept, key__gte=first_key(kept), key__lt=stop_key(kept)
    )
    of_days: Any = F("count") if days.is_open else _within(days)
    # The place is that of all that are alike, so that the days of each are looked at once.
    share = Cast(Sum(of_days), FloatField()) / Sum("count")
    groups = rows.values(bin_key=_square_of("key", kept, level)).annotate(
        sum_x=Sum(Cast("x", FloatField())) * share,
        sum_y=Sum(Cast("y", FloatField())) * share,
        part_0=_plain(Sum(of_days)),
        part_1=_plain(Coalesce(Sum(of_days, filter=Q(open=True)), 0)),
    )
    return groups.none() if days.is_empty else groups


def _square_of(key: str, zoom: int, level: int) -> Any:
    """Return the key of the square of zoom `level`; the column itself, which an index sorts by,
    where it is that already."""
    return F(key) if zoom == level else F(key).bitrightshift(2 * (zoom - level))


def _plain(total: Any) -> Any:
    """Return a sum in a type that is summed up faster than by PostgreSQL's numeric."""
    return Cast(total, IntegerField())


def _within(days: Days) -> Any:
    """Return how many of a group's cases are of these days."""
    up_to = F("count") if days.last is None else PlaceAmong("days", number_of(days.last))
    return up_to if days.first is None else up_to - PlaceAmong("days", number_of(days.first) - 1)


def _cases(conditions: Q, days: Days, level: int) -> Rows:
    rows = PyramidCase.objects.filter(
        conditions, tile_key__gte=first_key(KEY_ZOOM), tile_key__lt=stop_key(KEY_ZOOM)
    )
    if days.first is not None:
        rows = rows.filter(day__gte=number_of(days.first))
    if days.last is not None:
        rows = rows.filter(day__lte=number_of(days.last))
    return rows.values(bin_key=_square_of("tile_key", KEY_ZOOM, level)).annotate(
        sum_x=Sum(Cast("x", FloatField())),
        sum_y=Sum(Cast("y", FloatField())),
        part_0=_plain(Count("*")),
        part_1=_plain(Count("open", filter=Q(open=True))),
    )


def _appended(viewing: Viewing, said: Mapping[str, str], level: int) -> Rows:
    """What the fold has not taken yet; a row counts n times, and n may be negative."""
    rows = filtered(CaseDelta.objects.of(viewing.city), said)
    if not Case.objects.sees_all(viewing.city, viewing.actor):
        rows = rows.filter(visible_by_columns(viewing.actor))
    in_tile: Rows = _in_tile(rows)
    return in_tile.values(
        bin_key=_square_of("tile_key", KEY_ZOOM, level),
        sum_x=Cast(F("x"), FloatField()) * F("n"),
        sum_y=Cast(F("y"), FloatField()) * F("n"),
        part_0=F("n"),
        part_1=Switch(When(_OPEN, then=F("n")), default=Value(0), output_field=IntegerField()),
    )


def _by_row(viewing: Viewing, said: Mapping[str, str], level: int) -> Rows:
    """Cases seen for a reason that no count is kept by, unless their columns show them anyway."""
    seen = Case.objects.of(viewing.city).filter(visible_by_row(viewing.actor))
    rows = filtered(seen.exclude(visible_by_columns(viewing.actor)), said)
    in_tile: Rows = _in_tile(rows)
    return in_tile.values(
        bin_key=_square_of("tile_key", KEY_ZOOM, level),
        sum_x=Cast(SquareOfZoom26(X("geom_3857")), FloatField()),
        sum_y=Cast(SquareOfZoom26(-Y("geom_3857")), FloatField()),
        part_0=Value(1),
        part_1=Switch(When(_OPEN, then=Value(1)), default=Value(0), output_field=IntegerField()),
    )


def _columns_on_case(viewing: Viewing) -> Q | None:
    """Return `visible_by_columns` for `PyramidCase`; None where no role shows anything here."""
    shown = [_of_role(r) for r in viewing.actor.roles_in(viewing.city.pk) if r.scope != Scope.OWN]
    if not shown:
        return None
    first, *others = shown
    for other in others:
        first |= other
    return first


def _of_role(role: Role) -> Q:
    seen = Q()
    if role.scope is Scope.ORGANIZATION:
        own = organizations(role.organization_ids)
        seen = Q(organization__any_of=own) | Q(unit__any_of=own)
    if role.area_codes:
        areas = Q(district__any_of=numbered("district", role.area_codes))
        seen &= areas | Q(street__any_of=numbered("street", role.area_codes))
    return seen


def _in_tile(rows: Any) -> Any:
    return rows.filter(tile_key__gte=first_key(KEY_ZOOM), tile_key__lt=stop_key(KEY_ZOOM))
