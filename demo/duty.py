"""Who is on duty in the demo city, round the clock.

Two collectors have accounts, and each holds one street in all three shifts; every other street is
held by its own unit. Outside the towns only the day is held, so that findings have something to
show: the countryside's evenings and nights are nobody's.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import time
from typing import Final

from accounts.models import User
from demo.accounts import DEMO_STREET
from demo.figures import OPENED_AT
from demo.organizations import Organizations, street_unit_code
from departments.duty_editing import union_of
from departments.models import DutyGrid, Shift
from grids.models import Cell, City, Generation, Street

SHIFTS: Final = (
    # code, name, name_en, from, to
    ("night", "夜班", "Night", time(0), time(8)),
    ("day", "早班", "Day", time(8), time(16)),
    ("evening", "中班", "Evening", time(16), time(0)),
)

BEATS: Final = {DEMO_STREET: "collector", "430304001": "collector_yuetang"}
"""Street -> the collector who holds it. With two accounts, both are on duty at all hours."""


def create_duty(
    city: City, network: Generation, organizations: Organizations, users: dict[str, User]
) -> int:
    """Create the shifts and duty grids of the demo city, and return how many grids there are."""
    shifts = Shift.objects.bulk_create(
        Shift(city=city, code=code, name=name, name_en=name_en, begins=begins, ends=ends)
        for code, name, name_en, begins, ends in SHIFTS
    )
    cells = _cells(network)
    made = []
    for street in Street.objects.filter(generation=network).order_by("code"):
        collector = users.get(BEATS.get(street.code, ""))
        organization = None if collector else organizations[street_unit_code(street.code)]
        for shift in shifts:
            grid = _held(street, shift, cells[street.code], always=collector is not None)
            if grid is not None:
                grid.collector, grid.organization = collector, organization
                made.append(grid)
    return len(DutyGrid.objects.bulk_create(made))


def _cells(network: Generation) -> dict[str, list[tuple[str, bool]]]:
    """Return the cells of each street: code, and whether it is rural."""
    cells: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    rows = Cell.objects.filter(generation=network).order_by("code")
    for street, code, rural in rows.values_list("street__code", "code", "rural"):
        cells[street].append((code, rural))
    return cells


def _held(
    street: Street, shift: Shift, cells: list[tuple[str, bool]], *, always: bool
) -> DutyGrid | None:
    """Return the street's duty grid in a shift, without its holder; None where it has none."""
    codes = [code for code, rural in cells if always or not rural or shift.code == "day"]
    if not codes:
        return None
    whole = len(codes) == len(cells)
    return DutyGrid(
        city=street.city,
        generation=street.generation,
        code=f"{street.code}-{shift.code}",
        name=f"{street.name}{shift.name}",
        shift=shift,
        cell_codes=codes,
        geom=street.geom if whole else union_of(street.generation, frozenset(codes)),
        valid_from=OPENED_AT,
        generated=True,
    )
