"""Which duty a change of the network would touch: said beside each cell of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from departments.models import DutyGrid
from grids.models import Cell, Generation


def duty_in_cells(generation: Generation, cells: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many duty grids, of now and later, hold each of these cells of a generation."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.now())
    grids = DutyGrid.objects.filter(lasting, generation=generation)
    held = Counter(code for codes in grids.values_list("cell_codes", flat=True) for code in codes)
    rows = Cell.objects.filter(generation=generation, pk__in=cells, code__in=held)
    return {key: held[code] for key, code in rows.values_list("id", "code")}
