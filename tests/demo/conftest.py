"""A small demo city, loaded once for a module of tests and taken back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from rich.console import Console

from demo import loading
from demo.city import SLUG
from demo.figures import scaled
from demo.geography import BOUNDARIES, NAMES
from demo.progress import Stages
from demo.scales import Scale
from grids.models import City
from tests.demo.squares import draw_straight_roads, load_squares

LOADED_AT: Final = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)

TINY: Final = Scale(
    name="tiny", network="small", figures=scaled(2_000), facilities=900, public_share=0.1
)


@dataclass(frozen=True, kw_only=True)
class DemoCity:
    """The loaded city and what it was asked to be."""

    city: City
    scale: Scale


def load_tiny() -> bool:
    """Load the demo city over plain squares, without a word on the screen."""
    wish = loading.Wish(scale=TINY, dense=False, sources=Path("/nowhere"), at=LOADED_AT)
    return loading.load_city(wish, Stages(Console(quiet=True)))


@pytest.fixture(scope="module")
def fetched(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as the set-up lays them out, made of the test data."""
    folder = tmp_path_factory.mktemp("fetched")
    boundaries, names = folder / BOUNDARIES, folder / NAMES
    boundaries.parent.mkdir(parents=True)
    boundaries.symlink_to(real_data / "xiangtan" / "cnmaps_amap")
    names.mkdir(parents=True)
    for table in ("areas", "streets", "villages"):
        (names / f"{table}.csv").symlink_to(real_data / "xiangtan" / f"{table}_4303.csv")
    return folder


def put_on_squares(patch: pytest.MonkeyPatch) -> None:
    """Put plain squares and straight roads in the place of the fetched ground."""
    patch.setattr(loading, "load_network", load_squares)
    patch.setattr(loading, "draw_roads", draw_straight_roads)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoCity]:
    """The demo city at a tiny scale, gone again after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            put_on_squares(patch)
            load_tiny()
        yield DemoCity(city=City.named(SLUG), scale=TINY)
        transaction.set_rollback(True)


@pytest.fixture
def demo_city(loaded: DemoCity, db: None) -> DemoCity:
    """The loaded city for one test, which may change it: the change is taken back."""
    return loaded
