"""Which posts an account holds, worked out once for each version of rights.

Whatever changes a membership, a post or an organisation gives rights a new version in the same
transaction (see `sql/rights_version.sql`), and a version is never given twice. So what was read
together with a version is right for everybody who reads that version, in whichever process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gis_core.actor import Role, Scope
from gis_core.kept import remember

# UNION (not UNION ALL) ends even where somebody has managed to make a ring of organisations.
_HELD: Final = """
    WITH RECURSIVE held AS (
        SELECT m.id, m.city_id, m.organization_id, m.area_codes, m.valid_from, m.valid_to,
            p.code, p.verbs, p.scope
        FROM departments_membership m JOIN departments_post p ON p.id = m.post_id
        WHERE m.user_id = %(user)s
    ), below(root_id, id) AS (
        SELECT organization_id, organization_id FROM held
        UNION
        SELECT below.root_id, child.id
        FROM below JOIN departments_organization child ON child.parent_id = below.id
    ), above(root_id, id, parent_id) AS (
        SELECT id, id, parent_id FROM departments_organization
        WHERE id IN (SELECT organization_id FROM held)
        UNION
        SELECT above.root_id, parent.id, parent.parent_id
        FROM above JOIN departments_organization parent ON parent.id = above.parent_id
    )
    SELECT rights.version, held.*,
        ARRAY(SELECT id FROM below WHERE root_id = held.organization_id) AS below,
        ARRAY(SELECT id FROM above WHERE root_id = held.organization_id) AS above
    FROM accounts_rightsversion rights LEFT JOIN held ON true
    ORDER BY held.id
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A role, and from when to when it is held (None = no end is known)."""

    role: Role
    valid_from: datetime
    valid_to: datetime | None

    def is_held(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


_kept: dict[tuple[UUID, int], tuple[Held, ...]] = {}
"""By account and version."""


def held_by(user_id: UUID, version: int | None) -> tuple[Held, ...]:
    """Return every post that an account held, holds or will hold.

    Asks the database for nothing where the account is known at `version`; None = ask.
    """
    kept = None if version is None else _kept.get((user_id, version))
    return _read(user_id) if kept is None else kept


def _read(user_id: UUID) -> tuple[Held, ...]:
    """Read posts, branches and version in one statement, so that they belong together."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"user": user_id})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    held = tuple(_held(row) for row in rows if row["id"] is not None)
    return remember(_kept, (user_id, rows[0]["version"]), held)


def _held(row: Mapping[str, Any]) -> Held:
    role = Role(
        membership_id=row["id"],
        city_id=row["city_id"],
        post=row["code"],
        verbs=frozenset(row["verbs"]),
        scope=Scope(row["scope"]),
        organization_id=row["organization_id"],
        organization_ids=frozenset(row["below"]),
        branch_ids=frozenset(row["above"]),
        area_codes=frozenset(row["area_codes"]),
    )
    return Held(role, row["valid_from"], row["valid_to"])
