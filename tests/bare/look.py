"""Looks at a running city from outside: `look.py ORIGIN`, in the checkout that runs it.

Fails unless the page answers, the demo account of the shift leader may sign in, the API names the
city's streets, and a vector tile holds its districts.
"""

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

import mapbox_vector_tile

ORIGIN = sys.argv[1]
# Our own address never goes through somebody's proxy.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(path: str, token: str = "", body: dict[str, str] | None = None) -> bytes:
    """What the site answers to a GET, or to a POST of `body`."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(ORIGIN + path, data)  # noqa: S310
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Token {token}")
    with opener.open(request, timeout=30) as answer:
        found: bytes = answer.read()
        return found


def sign_in(username: str) -> str:
    """A token for a demo account, whose password is under var/."""
    var = Path(os.environ.get("WANGGE_VAR", "var"))
    passwords: dict[str, str] = json.loads((var / "secrets/demo-passwords.json").read_text())
    told = {"username": username, "password": passwords[username], "device": "look"}
    token: str = json.loads(fetch("/api/v1/tokens", body=told))["token"]
    return token


def main() -> None:
    """Look, and say what was seen."""
    assert b'<div id="app"' in fetch("/")
    token = sign_in("shift_leader")
    cities: list[dict[str, Any]] = json.loads(fetch("/api/v1/cities", token))
    assert [city["slug"] for city in cities] == ["xiangtan"]
    summary: dict[str, Any] = json.loads(fetch("/api/v1/summary?city=xiangtan", token))
    districts = json.loads(fetch("/api/v1/districts?city=xiangtan", token))["features"]
    tile = mapbox_vector_tile.decode(fetch("/tiles/districts/8/208/107.mvt?city=xiangtan", token))
    drawn = len(tile["districts"]["features"])
    assert drawn
    assert summary["accepted"] > 0
    print(f"seen: {len(districts)} districts, {drawn} on a tile, {summary['accepted']} cases")


main()
