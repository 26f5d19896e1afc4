"""Rows for PostgreSQL's binary COPY, made from whole columns at once.

A column is a `Ragged`: one padded byte string per row and its length. Rows are laid out in one
matrix and the padding is cut away by a mask, so half a million cases take seconds, not minutes.
Format: https://www.postgresql.org/docs/current/sql-copy.html (binary format).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"

POSTGRES_EPOCH_US: Final = 946_684_800_000_000
"""Microseconds from 1970-01-01 to 2000-01-01 UTC, where PostgreSQL counts from."""

TEXT_OID: Final = 25


@dataclass(frozen=True, slots=True)
class Ragged:
    """One byte string per row: `values` is (rows, widest), `lengths` (rows,); NULL where `null`."""

    values: Bytes
    lengths: Integers
    null: Flags | None = None


Column = Ragged | Sequence[Ragged]
"""A column, or the parts whose concatenation it is (texts only)."""


def numbers(values: ArrayLike, kind: str, null: Flags | None = None) -> Ragged:
    """Return a column of numbers; `kind` is a big-endian NumPy type: ">i2", ">i4", ">i8", ">f8"."""
    packed = np.ascontiguousarray(values, dtype=kind)
    return _fixed(packed.view(np.uint8).reshape(len(packed), -1), null)


def uuids(values: Bytes, null: Flags | None = None) -> Ragged:
    """Return a column of UUIDs from their 16 bytes, shape (rows, 16)."""
    return _fixed(values, null)


def instants(epoch_us: Integers, null: Flags | None = None) -> Ragged:
    """Return a column of timestamptz from microseconds since 1970-01-01 UTC."""
    return numbers(epoch_us - POSTGRES_EPOCH_US, ">i8", null)


def words(vocabulary: Sequence[str], choice: ArrayLike) -> Ragged:
    """Return a column of texts: row i is `vocabulary[choice[i]]`; a choice of -1 is NULL."""
    return blobs([word.encode() for word in vocabulary], choice)


def blobs(vocabulary: Sequence[bytes], choice: ArrayLike) -> Ragged:
    """Return a column of byte strings: row i is `vocabulary[choice[i]]`; -1 is NULL."""
    chosen = np.asarray(choice, dtype=np.intp)
    lengths = np.array([len(blob) for blob in vocabulary], dtype=np.int64)
    width = int(lengths.max(initial=0))
    table = np.frombuffer(b"".join(blob.ljust(width, b"\0") for blob in vocabulary), np.uint8)
    null = chosen < 0
    return Ragged(
        table.reshape(len(vocabulary), width)[chosen], lengths[chosen], null if null.any() else None
    )


def constant(word: str, rows: int) -> Ragged:
    """Return the same text in every row."""
    return words([word], np.zeros(rows, dtype=np.intp))


def digits(values: Integers, width: int) -> Ragged:
    """Return whole numbers as decimal text of `width` digits, with leading zeros."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return _fixed((values[:, None] // powers % 10 + ord("0")).astype(np.uint8), None)


def empty_arrays(rows: int) -> Ragged:
    """Return an empty text[] in every row."""
    array = np.array([0, 0, TEXT_OID], dtype=">i4").view(np.uint8)
    return _fixed(np.broadcast_to(array, (rows, array.size)), None)


def masked(column: Ragged, null: Flags) -> Ragged:
    """Return the column with NULL where `null`."""
    return Ragged(column.values, column.lengths, null)


def rows_of(columns: Mapping[str, Column]) -> bytes:
    """Return the binary rows of a table, without header and trailer."""
    fields = [[c] if isinstance(c, Ragged) else list(c) for c in columns.values()]
    rows = len(fields[0][0].values)
    width = 2 + sum(4 + sum(part.values.shape[1] for part in parts) for parts in fields)
    matrix = np.zeros((rows, width), dtype=np.uint8)
    keep = np.zeros((rows, width), dtype=bool)
    matrix[:, :2] = np.array([len(fields)], dtype=">i2").view(np.uint8)
    keep[:, :2] = True
    at = 2
    for parts in fields:
        at = _lay(parts, matrix, keep, at)
    return matrix[keep].tobytes()


def _lay(parts: list[Ragged], matrix: Bytes, keep: Flags, at: int) -> int:
    """Lay one field (length, then its parts) from column `at` on; return where the next begins."""
    null = parts[0].null
    length = np.sum([part.lengths for part in parts], axis=0, dtype=np.int64)
    if null is not None:
        length = np.where(null, -1, length)
    matrix[:, at : at + 4] = length.astype(">i4")[:, None].view(np.uint8)
    keep[:, at : at + 4] = True
    at += 4
    for part in parts:
        end = at + part.values.shape[1]
        matrix[:, at:end] = part.values
        inside: Any = np.arange(end - at) < part.lengths[:, None]
        keep[:, at:end] = inside if null is None else inside & ~null[:, None]
        at = end
    return at


def _fixed(values: Bytes, null: Flags | None) -> Ragged:
    return Ragged(values, np.full(len(values), values.shape[1], dtype=np.int64), null)
