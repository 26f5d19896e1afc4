"""Failed sign-ins are counted by the client's own address, and only nginx may say what it is."""

from typing import Any

import pytest
from django.test import RequestFactory

from config import wsgi


def asked_from(peer: str, forwarded: str) -> str:
    """The address that the platform sees for a request from `peer` with this header."""
    environ = RequestFactory().get("/healthz", REMOTE_ADDR=peer).environ
    environ["HTTP_X_FORWARDED_FOR"] = forwarded

    def start(status: str, headers: Any, exc_info: Any = None) -> None:
        return None

    wsgi.application(environ, start)
    return str(environ["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        # nginx adds what it sees to what the client claims.
        ("127.0.0.1", "10.9.9.9, 203.0.113.7", "203.0.113.7"),
        # Somebody who comes past nginx is believed nothing.
        ("203.0.113.7", "10.9.9.9", "203.0.113.7"),
    ],
)
@pytest.mark.django_db
def test_only_nginx_says_who_the_client_is(peer: str, forwarded: str, seen: str) -> None:
    assert asked_from(peer, forwarded) == seen
