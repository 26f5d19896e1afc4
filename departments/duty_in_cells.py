"""How much duty hangs on a cell: what a draft of the network asks before it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from departments.models import DutyGrid
from grids.models import Cell, Generation


def duty_in_cells(generation: Generation, cells: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many duty grids that have not ended hold each of these cells."""
    codes = dict(Cell.objects.filter(pk__in=cells).order_by().values_list("code", "pk"))
    grids = DutyGrid.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=Now()))
    held = grids.filter(generation=generation).order_by().values_list("cell_codes", flat=True)
    return Counter(codes[code] for grid in held for code in grid if code in codes)
