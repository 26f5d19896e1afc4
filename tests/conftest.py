"""What every test may rely on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

pytest_plugins = (
    "tests.plugins.database",
    "tests.plugins.selection",
    "tests.plugins.cast",
    "tests.plugins.figures",
)


@pytest.fixture(autouse=True)
def tiles_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every test begins without a tile that another one kept."""
    with override_settings(TILE_CACHE_DIR=str(tmp_path_factory.mktemp("tiles"))):
        yield


@pytest.fixture(autouse=True, scope="session")
def media_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Photos of the tests go to a folder of their own, never beside a running city's."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=str(folder)):
        yield folder
