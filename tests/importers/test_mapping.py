"""A mapping file is checked whole before any file is opened."""

import pytest

from importers.errors import MappingBroken, MappingUnknown
from importers.mapping import SOURCES, read_mapping
from tests.importers.source import MAPPING, Source


@pytest.mark.parametrize("name", sorted(path.stem for path in SOURCES.glob("*.toml")))
def test_every_mapping_that_comes_with_the_platform_is_sound(name: str) -> None:
    assert read_mapping(name).city.slug == name


def test_an_unknown_mapping_is_answered_with_the_known_ones() -> None:
    with pytest.raises(MappingUnknown, match="boston"):
        read_mapping("bosten")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('slug = "toyville"', "", r"\[city\]: the key slug is missing"),
        ('slug = "toyville"', "slug = 3", r"\[city\]: slug must be a str"),
        ("[cells]", "[sells]", r"\[cells\]: the table is missing"),
        ("size_m = 200", "size = 200", r"\[cells\]: unknown key size"),
        ("America/New_York", "America/Boston", "America/Boston"),
        ('Call = "phone"', 'Call = "pigeon"', "pigeon"),
        ('Open = "open"', 'Open = "new"', "new"),
        ("-71.00, 42.40]", "-71.00]", "bbox"),
        ("[city]", "[city", "toyville.toml"),
    ],
)
def test_a_broken_mapping_is_told_where(source: Source, before: str, after: str, told: str) -> None:
    with pytest.raises(MappingBroken, match=told):
        source.mapping(MAPPING.replace(before, after, 1))
