"""`manage.py tile_info` says what is in a tile."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gis_core.tile import TileAddress
from tests.factories import Cast
from tests.tiles.drawn import BOX, ask, scatter


def info(*said: str) -> str:
    out = StringIO()
    call_command("tile_info", *said, "--city", "xiangtan", stdout=out)
    return out.getvalue()


def address(z: int) -> str:
    at = TileAddress.containing(BOX[0], BOX[1], z)
    return f"{at.z}/{at.x}/{at.y}"


def test_it_counts_features_attributes_and_bytes(cast: Cast) -> None:
    scatter(cast, 30)
    said = info(address(14), "cases")
    served = ask(cast.client("leader"), "cases", TileAddress.containing(BOX[0], BOX[1], 14))
    assert "cases: 30 Point" in said
    assert f"{len(served.content)} bytes" in said
    assert "  state_group: 30" in said


def test_squares_of_counts_say_what_they_count(cast: Cast) -> None:
    scatter(cast, 30)
    assert "counting 30" in info(address(10), "cases")
    assert "counting 30" not in info(address(10), "cases", "--filter", "state_group=open")


def test_without_a_name_it_looks_at_every_layer(cast: Cast) -> None:
    said = info(address(14))
    assert "districts: 2 Polygon" in said
    assert "facilities: empty" in said


def test_it_sees_what_an_account_sees(cast: Cast) -> None:
    scatter(cast, 30)
    assert info(address(14), "cases", "--user", "handler") != info(address(14), "cases")


@pytest.mark.parametrize(
    "said",
    [("14/1",), ("x/y/z",), ("99/0/0",), ("1/0/0", "secrets"), ("1/0/0", "--user", "nobody")],
)
def test_what_it_cannot_do_it_says_in_a_sentence(cast: Cast, said: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        info(*said)
