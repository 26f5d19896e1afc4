"""The small source, and its city with the network already in."""

from pathlib import Path

import pytest

from importers.areas import build_network
from importers.network import store_network
from tests.importers.source import Source


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The files of Toyville's areas; a test writes its own table."""
    made = Source(tmp_path)
    made.areas()
    return made


@pytest.fixture
def city(source: Source, db: None) -> Source:
    """Toyville with its network in the database."""
    mapping = source.mapping()
    store_network(mapping, build_network(mapping, source.folder, {}))
    return source
