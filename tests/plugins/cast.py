"""The shared cast as fixtures: `cast.client("acceptor")` is a browser signed in as the acceptor."""

import pytest

from grids.models import City
from tests import factories
from tests.factories import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Xiangtan with eight cells, its organisations and one account for each post."""
    return factories.xiangtan()


@pytest.fixture
def boston(db: None) -> City:
    """A second city, empty."""
    return factories.boston()
