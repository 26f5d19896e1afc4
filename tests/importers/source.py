"""A source as small as it can be: two districts of two streets, and a table of cases.

The four streets stand in a row, about 411 m wide and 556 m high each. Street 0102 laps 8 m over
0101, and 0201 sticks 16 m out of its district, as drawn by hand somewhere.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyproj

from importers.mapping import SourceMapping, read_mapping

NOW: Final = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
SOUTH, NORTH = 42.340, 42.345
DISTRICTS = {"1": (-71.080, -71.070), "2": (-71.070, -71.060)}
STREETS = {
    "0101": (-71.0800, -71.0750),
    "0102": (-71.0751, -71.0700),
    "0201": (-71.0702, -71.0650),
    "0202": (-71.0650, -71.0600),
}
NOWHERE = (-71.0587, 42.3594)

MAPPING = """
[city]
code = "2599999"
slug = "toyville"
name = "玩具城"
name_en = "Toyville"
time_zone = "America/New_York"
metre_srid = 26986
bbox = [-71.10, 42.30, -71.00, 42.40]
valid_from = 2015-01-01

[districts]
file = "districts.geojson"
code = "NUMBER"
code_width = 2
name = "第 {NUMBER} 区"
name_en = "District {NUMBER}"

[streets]
file = "streets.geojson"
code = "CODE"
parent_digits = 2
name = "街道 {CODE}"

[cells]
size_m = 200

[[facilities]]
file = "parks.geojson"
code = "ID"
code_prefix = "park-"
name = "{NAME}"
kind = "park"
kind_column = "TYPE"
kinds = { Plaza = "square" }
attributes = ["TYPE"]

[cases]
file = "cases.csv.gz"
date_format = "%m/%d/%Y %I:%M:%S %p"
default_points = [[-71.0587, 42.3594]]

[cases.columns]
number = "ID"
opened = "OPENED"
due = "DUE"
closed = "CLOSED"
state = "STATUS"
source = "CHANNEL"
major_class = "REASON"
minor_class = "TYPE"
department = "DEPARTMENT"
unit = "QUEUE"
longitude = "LON"
latitude = "LAT"
place = "WHERE"
road = "ROAD"
problem = "TITLE"

[cases.states]
Open = "open"
Closed = "closed"

[cases.sources]
Call = "phone"
App = "citizen"

[cases.dictionary]
code = "toyville-311"
name = "Toyville 311"
origin = "test"

[cases.departments]
PW = "Public Works"
"""

ROW: Final[dict[str, str]] = {
    "ID": "1",
    "OPENED": "03/02/2015 09:00:00 AM",
    "DUE": "03/04/2015 09:00:00 AM",
    "CLOSED": "",
    "STATUS": "Open",
    "CHANNEL": "Call",
    "REASON": "Street Lights",
    "TYPE": "Street Light Outages",
    "DEPARTMENT": "PW",
    "QUEUE": "Lights",
    "LON": "-71.0775",
    "LAT": "42.3425",
    "WHERE": "33 Beacon St",
    "ROAD": "Beacon St",
    "TITLE": "Lamp out",
}
CLOSED: Final = {"STATUS": "Closed", "CLOSED": "03/03/2015 10:00:00 AM"}


def box(west: float, east: float, south: float = SOUTH, north: float = NORTH) -> dict[str, Any]:
    """A GeoJSON rectangle."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def in_us_feet(geometry: dict[str, Any]) -> dict[str, Any]:
    """The same rectangle in EPSG:2249, as the numbers of a state plane file."""
    to_feet = pyproj.Transformer.from_crs(4326, 2249, always_xy=True)
    ring = [list(to_feet.transform(*xy)) for xy in geometry["coordinates"][0]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass(frozen=True)
class Source:
    """The files of a source in a folder of the test's own."""

    folder: Path

    def mapping(self, text: str = MAPPING) -> SourceMapping:
        return read_mapping(str(self.mapping_file(text)))

    def mapping_file(self, text: str = MAPPING) -> Path:
        path = self.folder / "toyville.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def layer(self, name: str, features: list[dict[str, Any]]) -> None:
        collection = {"type": "FeatureCollection", "features": features}
        (self.folder / name).write_text(json.dumps(collection), encoding="utf-8")

    def areas(self) -> None:
        self.layer("districts.geojson", [feature(box(*x), NUMBER=n) for n, x in DISTRICTS.items()])
        self.layer("streets.geojson", [feature(box(*x), CODE=code) for code, x in STREETS.items()])

    def table(self, *rows: dict[str, str]) -> Path:
        """Write the table of cases; each row says what differs from `ROW`, ids count up."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(ROW))
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow({**ROW, "ID": str(number), **row})
        return self.raw_table(text.getvalue().encode())

    def raw_table(self, content: bytes) -> Path:
        path = self.folder / "cases.csv.gz"
        path.write_bytes(gzip.compress(content))
        return path


class Silent:
    """Watches an import and says nothing."""

    def read(self, done_bytes: int) -> None: ...

    def step(self, name: str) -> None: ...
