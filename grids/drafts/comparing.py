"""A draft beside its base: which cells are kept, moved, split, merged, new or gone.

Decided by the ground that two cells share, in one statement over both generations. Two cells are
linked where they share at least `LINK_SHARE` of the smaller one; what a border that moved a little
takes from its neighbour is less. Then

    kept    one to one, and the same ground (to a thousandth)
    moved   one to one, and a border moved
    split   a base cell that several draft cells are linked to, and each of those
    merged  a draft cell that several base cells are linked to, and each of those
    gone    a base cell that nothing is linked to
    new     a draft cell that nothing is linked to
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from grids.drafts.ports import ports
from grids.models import Generation

LINK_SHARE: Final = 0.1
SAME_SHARE: Final = 0.999


class Change(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    GONE = "gone"


class Side(StrEnum):
    BASE = "base"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A cell of either side; `others` are the keys, `other_codes` the codes it is linked to."""

    side: Side
    id: UUID
    code: str
    change: Change
    others: tuple[UUID, ...]
    other_codes: tuple[str, ...]

    @property
    def renumbered(self) -> bool:
        one_to_one = self.change in {Change.KEPT, Change.MOVED}
        return one_to_one and self.other_codes != (self.code,)


@dataclass(frozen=True)
class Comparison:
    """Every cell of both sides, and how much hangs on each base cell that is not kept, by name."""

    cells: list[ComparedCell]
    affected: dict[str, dict[UUID, int]] = field(default_factory=dict)

    @cached_property
    def summary(self) -> dict[str, int]:
        """Cells by change: of the base where it is split or gone, of the draft otherwise."""
        of_base = {Change.SPLIT, Change.GONE}
        told = Counter(
            cell.change
            for cell in self.cells
            if (cell.side is Side.BASE) == (cell.change in of_base)
        )
        renumbered = sum(cell.renumbered and cell.side is Side.DRAFT for cell in self.cells)
        return {**{change.value: told[change] for change in Change}, "renumbered": renumbered}

    def affected_by_change(self, name: str) -> dict[str, int]:
        """Return how much hangs on base cells of each change."""
        sums: Counter[str] = Counter()
        for cell in self.cells:
            if cell.side is Side.BASE and cell.change is not Change.KEPT:
                sums[cell.change.value] += self.affected[name].get(cell.id, 0)
        return dict(sums)

    def hanging_on(self, cell: ComparedCell) -> dict[str, int]:
        """Return how much hangs on a base cell, or on those that a draft cell is made of."""
        keys = (cell.id,) if cell.side is Side.BASE else cell.others
        return {
            name: sum(counts.get(key, 0) for key in keys) for name, counts in self.affected.items()
        }


# A cell whose shape is exactly another one's needs no overlay; nearly all of a usual draft.
_COMPARED: Final = f"""
WITH same AS MATERIALIZED (
    SELECT b.id AS base_id, b.code AS base_code, d.id AS draft_id, d.code AS draft_code,
        true AS equal
    FROM grids_cell b JOIN grids_cell d ON d.geom = b.geom
    WHERE b.generation_id = %(base)s AND d.generation_id = %(draft)s
),
base AS MATERIALIZED (
    SELECT id, code, geom, ST_Area(geom) AS area FROM grids_cell
    WHERE generation_id = %(base)s AND id NOT IN (SELECT base_id FROM same)
),
met AS (
    SELECT b.id AS base_id, b.code AS base_code, d.id AS draft_id, d.code AS draft_code,
        ST_Area(ST_Intersection(b.geom, d.geom)) AS shared, b.area AS base_area,
        ST_Area(d.geom) AS draft_area
    FROM base b
    JOIN grids_cell d ON d.geom && b.geom AND d.generation_id = %(draft)s
        AND ST_Relate(b.geom, d.geom, '2********')
    WHERE d.id NOT IN (SELECT draft_id FROM same)
),
link AS MATERIALIZED (
    SELECT * FROM same
    UNION ALL
    SELECT base_id, base_code, draft_id, draft_code,
        shared >= {SAME_SHARE} * greatest(base_area, draft_area)
    FROM met WHERE shared >= {LINK_SHARE} * least(base_area, draft_area)
),
counted AS (
    SELECT *, count(*) OVER (PARTITION BY base_id) AS drafts,
        count(*) OVER (PARTITION BY draft_id) AS bases
    FROM link
),
of_base AS (
    SELECT 'base' AS side, c.id, c.code,
        CASE WHEN max(l.drafts) > 1 THEN 'split' WHEN max(l.bases) > 1 THEN 'merged'
            WHEN bool_and(l.equal) THEN 'kept' WHEN count(l.base_id) = 1 THEN 'moved'
            ELSE 'gone' END AS change,
        coalesce(array_agg(l.draft_id ORDER BY l.draft_code) FILTER (WHERE l.drafts > 0), '{{}}'),
        coalesce(array_agg(l.draft_code ORDER BY l.draft_code) FILTER (WHERE l.drafts > 0), '{{}}')
    FROM grids_cell c LEFT JOIN counted l ON l.base_id = c.id
    WHERE c.generation_id = %(base)s GROUP BY c.id
),
of_draft AS (
    SELECT 'draft' AS side, c.id, c.code,
        CASE WHEN max(l.bases) > 1 THEN 'merged' WHEN max(l.drafts) > 1 THEN 'split'
            WHEN bool_and(l.equal) THEN 'kept' WHEN count(l.draft_id) = 1 THEN 'moved'
            ELSE 'new' END AS change,
        coalesce(array_agg(l.base_id ORDER BY l.base_code) FILTER (WHERE l.bases > 0), '{{}}'),
        coalesce(array_agg(l.base_code ORDER BY l.base_code) FILTER (WHERE l.bases > 0), '{{}}')
    FROM grids_cell c LEFT JOIN counted l ON l.draft_id = c.id
    WHERE c.generation_id = %(draft)s GROUP BY c.id
)
SELECT * FROM of_draft UNION ALL SELECT * FROM of_base ORDER BY side DESC, code
"""  # noqa: S608 - the constants above


def compare(base: Generation, draft: Generation) -> Comparison:
    """Compare two generations of one city, and ask whoever registered what hangs on the change."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Compiling the plan takes longer than running it.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(_COMPARED, {"base": base.pk, "draft": draft.pk})
        cells = [
            ComparedCell(Side(side), id, code, Change(change), tuple(ids), tuple(codes))
            for side, id, code, change, ids, codes in cursor.fetchall()
        ]
    changed = {
        cell.id for cell in cells if cell.side is Side.BASE and cell.change is not Change.KEPT
    }
    affected = {name: dict(count(base, changed)) for name, count in ports.affected.items()}
    return Comparison(cells, affected)
