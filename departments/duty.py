"""Who is on duty at a place at a moment: one statement, whatever the number of cells and shifts.

A duty grid keeps the ground that it was drawn on, so the point finds its cell in the generation
of each grid, by the rule of `grids.snap`; as a rule that is one generation for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point

from departments.models import DutyGrid
from departments.shifts import Moment, moment_of
from grids.models import City
from grids.snap import cell_of_point, point_parameters
from standards.calendars import calendar_of

_IN_FORCE: Final = """{0}.city_id = %(city)s AND {0}.valid_from <= %(at)s
    AND ({0}.valid_to IS NULL OR {0}.valid_to > %(at)s)"""

# `Hours.covers` once more; a test holds the two against each other.
_RUNS: Final = """CASE WHEN shift.begins < shift.ends
    THEN shift.begins <= %(clock)s AND shift.ends > %(clock)s AND shift.days = ANY (%(today)s)
    ELSE (shift.begins <= %(clock)s AND shift.days = ANY (%(today)s))
        OR (shift.ends > %(clock)s AND shift.days = ANY (%(before)s))
    END"""

ON_DUTY: Final = f"""
    SELECT duty.id, duty.code, duty.name, duty.collector_id, duty.organization_id, duty.valid_to,
        shift.code AS shift_code, shift.name AS shift_name, shift.name_en AS shift_name_en,
        coalesce(nullif(person.display_name, ''), person.username) AS collector_name,
        office.name AS organization_name, cell.code AS cell_code
    FROM (
        SELECT DISTINCT duty.generation_id FROM departments_dutygrid duty
        WHERE {_IN_FORCE.format("duty")}
    ) network
    CROSS JOIN LATERAL {cell_of_point("network.generation_id")} found
    JOIN grids_cell cell ON cell.id = found.cell_id
    JOIN departments_dutygrid duty ON duty.generation_id = network.generation_id
        AND duty.cell_codes @> ARRAY[cell.code] AND {_IN_FORCE.format("duty")}
    JOIN departments_shift shift ON shift.id = duty.shift_id AND {_RUNS}
    LEFT JOIN accounts_user person ON person.id = duty.collector_id
    LEFT JOIN departments_organization office ON office.id = duty.organization_id
    ORDER BY duty.code, duty.valid_from
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A collector or an organisation, by name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Somebody on duty at a place: by which grid, in which shift; one of the two parties."""

    id: UUID
    code: str
    name: str
    cell_code: str
    shift_code: str
    shift_name: str
    shift_name_en: str
    collector: Party | None
    organization: Party | None


def on_duty(city: City, point: Point, at: datetime) -> list[OnDuty]:
    """Return who is on duty at a stored point, lowest code first; empty where nobody is.

    One query, beside the city's calendar where that is not known yet.
    """
    moment = moment_of(calendar_of(city).usual, at)
    rows = DutyGrid.objects.raw(ON_DUTY, parameters(city, point, at, moment))
    return [_on_duty(row) for row in rows]


def parameters(city: City, point: Point, at: datetime, moment: Moment) -> dict[str, Any]:
    """Return what `ON_DUTY` is asked with."""
    return {
        **point_parameters(point),
        "city": city.pk,
        "at": at,
        "clock": moment.clock,
        "today": [str(days) for days in moment.days_today],
        "before": [str(days) for days in moment.days_before],
    }


def _on_duty(row: Any) -> OnDuty:
    return OnDuty(
        id=row.pk,
        code=row.code,
        name=row.name,
        cell_code=row.cell_code,
        shift_code=row.shift_code,
        shift_name=row.shift_name,
        shift_name_en=row.shift_name_en,
        collector=_party(row.collector_id, row.collector_name),
        organization=_party(row.organization_id, row.organization_name),
    )


def _party(key: UUID | None, name: str | None) -> Party | None:
    return None if key is None else Party(id=key, name=name or "")
