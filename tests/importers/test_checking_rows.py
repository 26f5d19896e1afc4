"""What is refused of a table, and what is kept with a flag."""

import numpy as np
import pytest

from importers.check import Checker
from importers.mapping import SourceMapping
from importers.read import Chunk
from importers.rows import Flag, Reason, Refused, Rows
from tests.importers.source import CLOSED, NOWHERE, ROW, Source


@pytest.fixture
def mapping(source: Source) -> SourceMapping:
    return source.mapping()


def check(mapping: SourceMapping, *rows: dict[str, str]) -> tuple[Rows, list[Refused]]:
    whole = [{**ROW, "ID": str(number), **row} for number, row in enumerate(rows, start=1)]
    columns = {name: tuple(row[name] for row in whole) for name in ROW}
    chunk = Chunk(lines=list(range(2, 2 + len(rows))), columns=columns, misshapen=[])
    return Checker(mapping).check(chunk)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"ID": " "}, Reason.NUMBER),
        ({"ID": "9" * 33}, Reason.NUMBER),
        ({"OPENED": ""}, Reason.OPENED),
        ({"OPENED": "soon"}, Reason.OPENED),
        ({"CLOSED": "later"}, Reason.CLOSED),
        ({"STATUS": "Closed"}, Reason.CLOSED),
        ({"DUE": "some day"}, Reason.DUE),
        ({"STATUS": "Lost"}, Reason.STATE),
        ({"CHANNEL": "Pigeon"}, Reason.SOURCE),
        ({"TYPE": ""}, Reason.CLASS),
        ({"REASON": "x" * 55}, Reason.CLASS),
        ({"QUEUE": ""}, Reason.ORGANIZATION),
        ({"LON": "west"}, Reason.PLACE),
        ({"LON": ""}, Reason.PLACE),
        ({"LAT": "inf"}, Reason.PLACE),
    ],
)
def test_a_row_that_is_no_case_is_refused_with_its_line_and_reason(
    mapping: SourceMapping, row: dict[str, str], reason: Reason
) -> None:
    rows, refused = check(mapping, {"ID": "7"}, {"ID": "8", **row})
    assert rows.number.tolist() == ["7"]
    assert [(r.line, r.reason) for r in refused] == [(3, reason)]


@pytest.mark.parametrize(
    ("row", "flag"),
    [
        ({**CLOSED, "CLOSED": "03/01/2015 09:00:00 AM"}, Flag.CLOSED_BEFORE_OPENED),
        ({"OPENED": "11/01/2015 01:30:00 AM"}, Flag.AMBIGUOUS_LOCAL_TIME),
        ({"DUE": "03/08/2015 02:30:00 AM"}, Flag.SKIPPED_LOCAL_TIME),
        ({"TITLE": "write to jo@example.org"}, Flag.TEXT_WITHHELD),
        ({"WHERE": "x" * 301}, Flag.TEXT_CUT),
    ],
)
def test_what_is_odd_is_kept_and_flagged(
    mapping: SourceMapping, row: dict[str, str], flag: Flag
) -> None:
    rows, refused = check(mapping, {}, row)
    assert refused == []
    assert rows.flags[flag].tolist() == [False, True]
    assert not any(mask.any() for other, mask in rows.flags.items() if other is not flag)


def test_a_text_with_a_mail_address_is_not_kept(mapping: SourceMapping) -> None:
    rows, _ = check(mapping, {"TITLE": "write to jo@example.org"})
    assert rows.problem.tolist() == [""]


def test_the_default_point_and_a_blank_one_are_no_place(mapping: SourceMapping) -> None:
    lon, lat = map(str, NOWHERE)
    rows, refused = check(mapping, {"LON": lon, "LAT": lat}, {"LON": "", "LAT": ""}, {})
    assert refused == []
    assert np.isnan(rows.lon).tolist() == [True, True, False]
    assert rows.raw_lon[0] == NOWHERE[0]


def test_coordinates_are_turned_from_the_sources_datum(source: Source) -> None:
    text = source.mapping_file().read_text(encoding="utf-8")
    gcj = source.mapping(text.replace("metre_srid", 'datum = "gcj02"\nmetre_srid', 1))
    rows, _ = check(gcj, {"LON": "112.94", "LAT": "27.83"})
    assert rows.raw_lon.tolist() == [112.94]
    assert rows.lon[0] == pytest.approx(112.94 - 0.00542, abs=2e-5)
    assert rows.lat[0] == pytest.approx(27.83 + 0.00346, abs=2e-5)
