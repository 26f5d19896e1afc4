"""Beginning a draft: the generation in force, copied whole in a few statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from gis_core.actor import Actor
from grids.drafts.errors import CommandReused
from grids.drafts.rights import EDIT_NETWORK, require
from grids.models import City, Generation, NetworkDraft

_NAMED: Final = "city_id, code, name, name_en, generated, geom"
# Table, the columns that are copied as they are, the keys that point at a copied row.
_LEVELS: Final = (
    ("grids_district", _NAMED, ()),
    ("grids_street", _NAMED, ("district_id",)),
    ("grids_community", _NAMED, ("street_id",)),
    (
        "grids_cell",
        "city_id, code, sequence, area_m2, rural, generated, geom",
        ("street_id", "community_id"),
    ),
)
# A copy's key follows from the draft and the copied row, so that parents need no join.
_KEY: Final = "uuid7_of(%(at)s, %(draft)s || {column}::text)"
_ROWS: Final = """
    SELECT md5(ROW({columns})::text) AS row FROM {table} WHERE generation_id = %(generation)s
"""


def begin_draft(*, id: UUID, city: City, actor: Actor, at: datetime, note: str) -> NetworkDraft:
    """Return the draft `id`, copied from the generation in force at `at` where it is new.

    Raises NetworkNotYours, NoNetwork; CommandReused where the id is another city's draft, or one
    with another note.
    """
    require(actor, city, EDIT_NETWORK)
    with transaction.atomic():
        # One beginner at a time: the number is the next one.
        City.objects.select_for_update().get(pk=city.pk)
        known = NetworkDraft.objects.filter(pk=id).first()
        if known is not None:
            if known.city_id != city.pk or known.note != note:
                raise CommandReused
            return known
        return _begin(id, city, actor, at, note)


def _begin(id: UUID, city: City, actor: Actor, at: datetime, note: str) -> NetworkDraft:
    base = Generation.objects.current(city, at)
    highest = Generation.objects.of(city).aggregate(highest=Max("number"))["highest"]
    generation = Generation.objects.create(city=city, number=highest + 1)
    copy_network(base, generation, draft_id=id, at=at)
    return NetworkDraft.objects.create(
        pk=id,
        city=city,
        generation=generation,
        base=base,
        base_digest=digest_of(base),
        number=generation.number,
        note=note,
        made_by_id=actor.user_id,
        made_at=at,
    )


def copy_network(base: Generation, into: Generation, *, draft_id: UUID, at: datetime) -> None:
    """Copy every row of all four levels; the triggers keep their history."""
    said: dict[str, Any] = {"at": at, "draft": str(draft_id), "into": into.pk, "base": base.pk}
    with connection.cursor() as cursor:
        for table, columns, keys in _LEVELS:
            copied = ", ".join(_KEY.format(column=key) for key in ("id", *keys))
            cursor.execute(
                f"""
                INSERT INTO {table} ({", ".join(("id", *keys))}, generation_id, {columns})
                SELECT {copied}, %(into)s, {columns} FROM {table} WHERE generation_id = %(base)s
                """,  # noqa: S608 - the tables above
                said,
            )
            cursor.execute(f"ANALYZE {table}")


def digest_of(generation: Generation) -> str:
    """Return 32 hexadecimal digits that change with any row of a generation."""
    rows = " UNION ALL ".join(
        _ROWS.format(columns=", ".join((columns, *keys)), table=table)
        for table, columns, keys in _LEVELS
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT md5(coalesce(string_agg(row, '' ORDER BY row COLLATE "C"), '')) FROM ({rows}) r
            """,  # noqa: S608 - the tables above
            {"generation": generation.pk},
        )
        (digest,) = cursor.fetchone()
    return str(digest)
