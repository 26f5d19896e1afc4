"""Whole columns become rows that PostgreSQL takes."""

from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest
from django.db import connection

from demo import binary_copy as copy
from demo.binary_copy import Column
from demo.bulk import copy_rows
from demo.keys import keys_at


@pytest.mark.django_db
def test_every_kind_of_column_arrives_as_it_was_meant() -> None:
    key = UUID("0190163d-8694-7b9e-93d5-9f1a3c2b1d00")
    null = np.array([False, True, False])
    columns: dict[str, Column] = {
        "number": copy.numbers([1, -2, 3], ">i8"),
        "small": copy.numbers([0, 0, 7], ">i2", null=np.array([True, True, False])),
        "share": copy.numbers([0.5, 1e-9, -3.25], ">f8"),
        "key": copy.uuids(np.tile(np.frombuffer(key.bytes, np.uint8), (3, 1)), null),
        "at": copy.instants(np.array([0, 1_649_095_200_000_000, -1])),
        "word": copy.words(["", "店外经营", "it's \t\n\\N"], [1, 0, 2]),
        "maybe": copy.words(["x"], [-1, 0, -1]),
        "joined": (copy.words(["岚霞路"], [0, 0, 0]), copy.digits(np.array([7, 42, 123]), 3)),
        "none": copy.empty_arrays(3),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE arriving (number bigint, small smallint, share float8, key uuid,"
            " at timestamptz, word text, maybe text, joined text, none text[]) ON COMMIT DROP"
        )
        copy_rows(cursor, "arriving", columns, copy.rows_of(columns))
        cursor.execute("SELECT * FROM arriving")
        rows = cursor.fetchall()
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    night = datetime(2022, 4, 4, 18, 0, tzinfo=UTC)
    assert rows[0] == (1, None, 0.5, key, epoch, "店外经营", None, "岚霞路007", [])
    assert rows[1] == (-2, None, 1e-9, None, night, "", "x", "岚霞路042", [])
    assert rows[2][:4] == (3, 7, -3.25, key)
    assert rows[2][5:] == ("it's \t\n\\N", None, "岚霞路123", [])


def test_keys_are_version_7_and_sort_by_time() -> None:
    random = np.random.default_rng(1).integers(0, 256, (3, 10), dtype=np.uint8)
    keys = [UUID(bytes=row.tobytes()) for row in keys_at(np.array([1000, 2000, 3000]), random)]
    assert [key.version for key in keys] == [7, 7, 7]
    assert keys == sorted(keys)
    assert keys[1].int >> 80 == 2000
