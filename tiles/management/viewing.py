"""Who looks, at which city and where, as the commands of this room are told."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import User
from departments.actors import actor_of
from gis_core.actor import Actor
from gis_core.layers import Viewing
from grids.models import City
from tiles.packing import Area
from tiles.tilejson import bounds_of

OPERATOR: Final = Actor(user_id=UUID(int=0), name="manage.py", is_operator=True)
"""Whoever may run commands on the server sees everything; no account has this key."""


def add_viewing(parser: ArgumentParser) -> None:
    parser.add_argument("--city", required=True, help="slug of the city")
    parser.add_argument("--user", help="see what this account sees, rather than everything")


def add_area(parser: ArgumentParser) -> None:
    parser.add_argument("--bbox", help="west,south,east,north in degrees; the city otherwise")
    parser.add_argument("--zooms", default="0-14", help="first-last, 0-14 otherwise")


def viewing_of(options: dict[str, Any]) -> Viewing:
    now = timezone.now()
    username = options["user"]
    actor = OPERATOR if username is None else actor_of(_user(username), now)
    return Viewing(actor=actor, city=City.named(options["city"]), at=now)


def area_of(options: dict[str, Any], viewing: Viewing) -> Area:
    """Return the tiles that the options name. Raises CommandError."""
    try:
        first, last = (int(zoom) for zoom in options["zooms"].split("-"))
        given = options["bbox"]
        box = [float(part) for part in given.split(",")] if given else None
        west, south, east, north = box or bounds_of(viewing.city, viewing.at) or []
    except ValueError:
        raise CommandError("--zooms 0-14 --bbox west,south,east,north") from None
    if not (0 <= first <= last <= 18 and west < east and south < north):
        raise CommandError("--zooms 0-18 --bbox west,south,east,north")
    return Area((west, south, east, north), range(first, last + 1))


def _user(username: str) -> User:
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"没有这个账号 There is no such account: {username}") from None
