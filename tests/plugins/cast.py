"""The shared cast as fixtures: `cast.client("acceptor")` is a browser signed in as the acceptor."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

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


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hashing that is slow on purpose has no place in tests."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
