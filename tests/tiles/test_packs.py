"""A layer goes along as one file that others read; a city is drawn before somebody asks."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from django.core.management import CommandError, call_command
from pmtiles.reader import MmapSource, Reader, all_tiles

from cases.states import ENDED
from tests.factories import Cast
from tests.tiles.drawn import BOX, ask, covering, decoded, scatter

EDGES = ",".join(str(degrees) for degrees in BOX)


def export(path: Path, layer: str, **options: Any) -> None:
    given = {"city": "xiangtan", "bbox": EDGES, "zooms": "12-15", **options}
    call_command("export_tiles", layer, str(path), verbosity=0, **given)


def test_a_pack_holds_the_tiles_that_are_served(cast: Cast, tmp_path: Path) -> None:
    scatter(cast, 40)
    export(tmp_path / "cases.pmtiles", "cases", user="leader")
    with (tmp_path / "cases.pmtiles").open("rb") as file:
        reader = Reader(MmapSource(file))
        assert reader.header()["min_zoom"] == 12
        assert reader.header()["max_zoom"] == 15
        assert reader.metadata()["vector_layers"][0]["id"] == "cases"
        for z in (12, 13, 14, 15):
            for at in covering(z):
                packed = reader.get(at.z, at.x, at.y)
                served = ask(cast.client("leader"), "cases", at).content
                assert (gzip.decompress(packed) if packed else b"") == served
        assert sum(1 for _ in all_tiles(reader.get_bytes)) <= sum(
            1 for z in (12, 13, 14, 15) for _ in covering(z)
        )


def test_a_pack_is_what_the_account_sees_and_asked_for(cast: Cast, tmp_path: Path) -> None:
    cases = scatter(cast, 40)
    export(tmp_path / "own.pmtiles", "cases", user="handler", filter=["state_group=open"])
    with (tmp_path / "own.pmtiles").open("rb") as file:
        tiles = [gzip.decompress(body) for _, body in all_tiles(Reader(MmapSource(file)).get_bytes)]
    drawn = {
        f.properties["id"] for body in tiles for f in decoded(body, "cases") if "id" in f.properties
    }
    unit = cast.organizations["yuhu-unit"].pk
    theirs = {str(c.pk) for c in cases if c.unit_id == unit and c.current_state not in ENDED}
    assert drawn == theirs != set()


def test_gdal_reads_a_pack(cast: Cast, tmp_path: Path) -> None:
    export(tmp_path / "cells.pmtiles", "cells", zooms="15-15")
    info = pyogrio.read_info(tmp_path / "cells.pmtiles", layer="cells")
    assert info["driver"] == "PMTiles"
    frame = pyogrio.read_dataframe(tmp_path / "cells.pmtiles", layer="cells")
    assert set(frame["code"]) == set(cast.cells)


@pytest.mark.parametrize("wrong", [{"zooms": "9"}, {"zooms": "3-19"}, {"bbox": "1,2,3"}])
def test_an_area_that_cannot_be_read_is_refused(
    cast: Cast, tmp_path: Path, wrong: dict[str, str]
) -> None:
    with pytest.raises(CommandError):
        export(tmp_path / "no.pmtiles", "cases", **wrong)
    with pytest.raises(CommandError):
        export(tmp_path / "no.pmtiles", "secrets")


def test_what_was_warmed_is_not_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scatter(cast, 30)
    call_command(
        "warm_tiles",
        "cases",
        city="xiangtan",
        bbox=EDGES,
        zooms="10-14",
        coding="identity",
        verbosity=0,
    )
    monkeypatch.setattr("tiles.serving.render", lambda request: pytest.fail("drawn again"))
    # Whoever sees the whole city shares what was warmed.
    for who in ("leader", "acceptor"):
        for at in covering(12):
            assert ask(cast.client(who), "cases", at).status_code == 200
