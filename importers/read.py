"""Opening what was given: tables of cases in chunks, layers of areas and facilities whole."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import geopandas as gpd
from pyogrio.errors import DataLayerError, DataSourceError

from importers.errors import (
    ColumnsMissing,
    FileMissing,
    FileUnreadable,
    LayerUnreadable,
    NothingInFile,
)

if TYPE_CHECKING:
    from _csv import Reader

CHUNK_ROWS = 20_000
"""So many rows are held and copied at once: about 20 MB of text, whatever the file's length."""

Advance = Callable[[int], None]
"""Told the bytes of the file that were read so far."""


@dataclass(frozen=True)
class Chunk:
    """Rows of a table: the values of each column as text, and the line that each row ends on.

    `misshapen` are lines of this stretch whose number of fields is not the header's.
    """

    lines: list[int]
    columns: dict[str, tuple[str, ...]]
    misshapen: list[int]


@dataclass(frozen=True, kw_only=True)
class TableFormat:
    encoding: str
    delimiter: str


def within(directory: Path, name: str) -> Path:
    """Return the file called `name` in what the user gave: its directory, or the file itself.

    Raises:
        FileMissing.
    """
    path = directory if directory.is_file() else directory / name
    if not path.is_file():
        raise FileMissing(path=path)
    return path


def table_chunks(
    path: Path,
    columns: Sequence[str],
    *,
    form: TableFormat,
    advance: Advance,
    chunk_rows: int = CHUNK_ROWS,
) -> Iterator[Chunk]:
    """Read a CSV file, gzipped where its name ends in .gz, as chunks of the named columns.

    Raises:
        ColumnsMissing, NothingInFile, FileUnreadable (also in the middle: a cut-off gzip file
        shows only at its end).
    """
    with path.open("rb") as raw, _unpacked(raw, path) as stream:
        text = io.TextIOWrapper(stream, encoding=form.encoding, newline="")
        reader = csv.reader(text, delimiter=form.delimiter, strict=True)
        try:
            header = next(reader, None)
            places = _places(path, header, columns)
            width = len(header or ())
            empty = True
            while chunk := _chunk(reader, width, places, chunk_rows):
                empty = False
                advance(raw.tell())
                yield chunk
        except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
            raise FileUnreadable(path=path, line=reader.line_num + 1, reason=error) from None
        if empty:
            raise NothingInFile(path=path)


@contextmanager
def _unpacked(raw: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    if path.suffix != ".gz":
        yield raw
        return
    with gzip.GzipFile(fileobj=raw) as stream:
        yield stream  # type: ignore[misc]  # GzipFile reads bytes, which is all we ask


def _places(path: Path, header: list[str] | None, columns: Sequence[str]) -> dict[str, int]:
    if header is None:
        raise NothingInFile(path=path)
    if missing := [c for c in columns if c not in header]:
        raise ColumnsMissing(path=path, missing=", ".join(missing), found=", ".join(header))
    return {column: header.index(column) for column in columns}


def _chunk(reader: Reader, width: int, places: dict[str, int], chunk_rows: int) -> Chunk | None:
    """Return the next rows, or None at the end of the file."""
    lines, rows, misshapen = [], [], []
    # Tuples of texts, unlike the reader's lists, cost the garbage collector nothing; the 0 keeps
    # them tuples where one column is asked for.
    pick = itemgetter(*places.values(), 0)
    row: list[str] | None = None
    for row in islice(reader, chunk_rows):
        if len(row) == width:
            lines.append(reader.line_num)
            rows.append(pick(row))
        elif row:
            misshapen.append(reader.line_num)
    if row is None:
        return None
    columns = list(zip(*rows, strict=True)) or [()] * (len(places) + 1)
    return Chunk(lines, dict(zip(places, columns, strict=False)), misshapen)


def layer(path: Path, columns: Sequence[str]) -> gpd.GeoDataFrame:
    """Read a vector layer whole; `columns` must be among its attributes.

    Returns:
        The frame in the CRS that the file declares (which may be wrong: see `crs.py`).

    Raises:
        LayerUnreadable, ColumnsMissing, NothingInFile.
    """
    try:
        frame = gpd.read_file(path)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise LayerUnreadable(path=path, reason=error) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise LayerUnreadable(path=path, reason="no geometry")
    if missing := [c for c in columns if c not in frame.columns]:
        found = ", ".join(str(c) for c in frame.columns if c != "geometry")
        raise ColumnsMissing(path=path, missing=", ".join(missing), found=found)
    if frame.empty:
        raise NothingInFile(path=path)
    return frame
