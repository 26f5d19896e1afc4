"""Boundary lines are a map vendor's: they are fetched at set-up and never part of the project."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

GEODATA = ("geojson", "shp", "gpkg", "kml", "fgb", "pbf", "topojson", "parquet")

XIANGTAN_LONGITUDE = re.compile(rb"11[123]\.\d{4,}")
"""Finer than ten metres: how a boundary's vertex is written, not how a place is named."""

FEW = 40
"""A district's outline has thousands."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_no_geodata_is_committed() -> None:
    assert not [path.name for path in tracked() if path.suffix.lstrip(".") in GEODATA]


def test_no_file_holds_a_line_of_coordinates_of_the_city() -> None:
    lines = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.is_file() and (count := len(XIANGTAN_LONGITUDE.findall(path.read_bytes()))) > FEW
    }
    assert not lines
