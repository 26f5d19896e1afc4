"""Rows of a source as the platform needs them, and the rows that cannot be taken, with reasons.

A row is refused only where no case could be told from it; what is merely odd is kept and flagged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cases.models import Case
from gis_core.datum import Datum, to_wgs84
from importers.mapping import SourceMapping
from importers.read import Chunk
from importers.rows import Degrees, Flag, Reason, Refused, Rows, Texts
from importers.times import LocalClock, LocalTimes, Mask

MAX_NUMBER, MAX_MAJOR, MAX_MINOR, MAX_DEPARTMENT, MAX_UNIT = 32, 54, 60, 16, 63
"""Longest texts that the numbers and codes made of them have room for."""


class Checker:
    """Checks chunks of one source."""

    def __init__(self, mapping: SourceMapping) -> None:
        self._mapping = mapping
        self._clock = LocalClock(mapping.zone, mapping.cases.date_format)
        self._taken: set[str] = set()

    def check(self, chunk: Chunk) -> tuple[Rows, list[Refused]]:
        """Return the usable rows of a chunk and, in the file's order, the refused ones."""
        texts = _Texts(self._mapping, chunk)
        times = {name: self._clock.read(texts.of(name)) for name in ("opened", "due", "closed")}
        place = _Place.of(texts, self._mapping)
        rows = _rows(texts, times, place)
        reason = _first_reason(_doubts(rows, texts, times, place))
        self._refuse_doubles(rows.number, reason)
        refused = [
            Refused(int(rows.line[i]), str(rows.number[i]), str(reason[i]))
            for i in np.flatnonzero(reason != "")
        ]
        refused += [Refused(line, "", Reason.MISSHAPEN) for line in chunk.misshapen]
        return rows.only(reason == ""), sorted(refused, key=lambda r: r.line)

    def _refuse_doubles(self, number: Texts, reason: Texts) -> None:
        """Of rows with one number the first usable one of the whole file is kept."""
        for i in np.flatnonzero(reason == ""):
            if number[i] in self._taken:
                reason[i] = str(Reason.DOUBLED)
            self._taken.add(number[i])


class _Texts:
    """A chunk's columns by our names, trimmed; a column that the source lacks is blank."""

    def __init__(self, mapping: SourceMapping, chunk: Chunk) -> None:
        self.cases = mapping.cases
        self.line = np.array(chunk.lines, dtype=np.int64)
        self._columns = chunk.columns
        self._named = mapping.cases.columns.named()

    def of(self, name: str) -> Texts:
        column = self._columns[self._named[name]] if name in self._named else [""] * len(self.line)
        return np.array([value.strip() for value in column], dtype=object)

    def translated(self, name: str, table: dict[str, str]) -> Texts:
        """Values by a table of the mapping; blank where the table has none."""
        return np.array([table.get(value, "") for value in self.of(name)], dtype=object)


@dataclass(frozen=True)
class _Place:
    """Degrees as sent and as WGS 84 (NaN = unknown), and which rows hold no readable number."""

    raw_lon: Degrees
    raw_lat: Degrees
    lon: Degrees
    lat: Degrees
    unreadable: Mask

    @classmethod
    def of(cls, texts: _Texts, mapping: SourceMapping) -> _Place:
        lon_text, lat_text = texts.of("longitude"), texts.of("latitude")
        raw_lon, raw_lat = _numbers(lon_text), _numbers(lat_text)
        blank = (lon_text == "") & (lat_text == "")
        unreadable = ~blank & ~(np.isfinite(raw_lon) & np.isfinite(raw_lat))
        known = ~(blank | unreadable)
        for x, y in mapping.cases.default_points:
            known &= ~((raw_lon == x) & (raw_lat == y))
        lon, lat = to_wgs84(raw_lon, raw_lat, Datum(mapping.city.datum))
        return cls(
            raw_lon, raw_lat, np.where(known, lon, np.nan), np.where(known, lat, np.nan), unreadable
        )


def _numbers(texts: Texts) -> Degrees:
    return np.asarray(pd.to_numeric(pd.Series(texts), errors="coerce"), dtype=float)


def _rows(texts: _Texts, times: dict[str, LocalTimes], place: _Place) -> Rows:
    opened, closed = times["opened"].utc, times["closed"].utc
    is_closed = texts.translated("state", texts.cases.states) == "closed"
    words = _Words()
    return Rows(
        line=texts.line,
        number=texts.of("number"),
        opened=opened,
        due=times["due"].utc,
        closed=closed,
        is_closed=is_closed,
        source=texts.translated("source", texts.cases.sources),
        **{n: texts.of(n) for n in ("major_class", "minor_class", "department", "unit")},
        raw_lon=place.raw_lon,
        raw_lat=place.raw_lat,
        lon=place.lon,
        lat=place.lat,
        place=words.fit(texts.of("place"), _longest("place_text")),
        road=words.fit(texts.of("road"), _longest("road")),
        problem=words.fit(texts.of("problem"), None),
        flags={
            Flag.CLOSED_BEFORE_OPENED: is_closed & (closed < opened),
            Flag.AMBIGUOUS_LOCAL_TIME: _any(times, lambda t: t.ambiguous),
            Flag.SKIPPED_LOCAL_TIME: _any(times, lambda t: t.skipped),
            Flag.TEXT_WITHHELD: words.withheld(len(texts.line)),
            Flag.TEXT_CUT: words.cut(len(texts.line)),
        },
    )


def _any(times: dict[str, LocalTimes], of: Callable[[LocalTimes], Mask]) -> Mask:
    return np.asarray(np.logical_or.reduce([of(t) for t in times.values()]))


def _longest(field: str) -> int:
    return int(getattr(Case._meta.get_field(field), "max_length", 0))


class _Words:
    """Free texts made fit to keep: an address for mail is personal, so such a text is withheld."""

    def __init__(self) -> None:
        self._withheld: list[Mask] = []
        self._cut: list[Mask] = []

    def fit(self, texts: Texts, longest: int | None) -> Texts:
        self._withheld.append(np.array(["@" in text for text in texts], dtype=bool))
        kept = np.where(self._withheld[-1], "", texts)
        self._cut.append(np.array([len(t) > (longest or len(t)) for t in kept], dtype=bool))
        return np.array([text[:longest].replace("\0", "") for text in kept], dtype=object)

    def withheld(self, count: int) -> Mask:
        return np.asarray(np.logical_or.reduce([np.zeros(count, dtype=bool), *self._withheld]))

    def cut(self, count: int) -> Mask:
        return np.asarray(np.logical_or.reduce([np.zeros(count, dtype=bool), *self._cut]))


def _doubts(
    rows: Rows, texts: _Texts, times: dict[str, LocalTimes], place: _Place
) -> list[tuple[Reason, Any]]:
    """Return each reason with the rows that it holds for, the weightiest first."""
    no_class = _unusable(rows.major_class, MAX_MAJOR) | _unusable(rows.minor_class, MAX_MINOR)
    no_unit = _unusable(rows.department, MAX_DEPARTMENT) | _unusable(rows.unit, MAX_UNIT)
    return [
        (Reason.NUMBER, _unusable(rows.number, MAX_NUMBER)),
        (Reason.OPENED, np.isnat(rows.opened)),
        (Reason.STATE, texts.translated("state", texts.cases.states) == ""),
        (Reason.CLOSED, times["closed"].unreadable | (rows.is_closed & np.isnat(rows.closed))),
        (Reason.DUE, times["due"].unreadable),
        (Reason.SOURCE, rows.source == ""),
        (Reason.CLASS, no_class),
        (Reason.ORGANIZATION, no_unit),
        (Reason.PLACE, place.unreadable),
    ]


def _first_reason(doubts: list[tuple[Reason, Any]]) -> Texts:
    reason = np.full(len(doubts[0][1]), "", dtype=object)
    for code, holds in reversed(doubts):
        reason[holds] = str(code)
    return reason


def _unusable(texts: Texts, longest: int) -> Mask:
    length = np.array([len(text) for text in texts], dtype=int)
    return np.asarray((length == 0) | (length > longest))
