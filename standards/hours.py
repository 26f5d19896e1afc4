"""Working hours as people write them: "08:00-12:00"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Final

from standards.clocks import Hours

_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def read_spans(spans: Iterable[str]) -> Hours:
    """Return the spans of a day in order.

    Raises:
        ValueError: one cannot be read, ends before it begins, or begins before the last one ends;
            or there is none.
    """
    hours = tuple(_read(span) for span in spans)
    edges = [edge for span in hours for edge in span]
    if not hours or edges != sorted(edges) or any(opens == closes for opens, closes in hours):
        raise ValueError("时段须按先后且不重叠 spans must follow each other: 08:00-12:00")
    return hours


def _read(span: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(span.strip())
    if found is None:
        raise ValueError(f"“{span}”: 写作 write 08:00-12:00")
    opens_h, opens_m, closes_h, closes_m = map(int, found.groups())
    return time(opens_h, opens_m), time(closes_h, closes_m)
