"""One case from the street to somebody else's map: the test to read first.

`docs/explanation/following-one-case.md` tells the same in words.
"""

import gzip
import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import mapbox_vector_tile
from PIL import Image
from pyproj import Transformer

from gis_core.ids import uuid7
from gis_core.tile import EXTENT, WORLD_HALF_M, TileAddress
from tests.factories import Cast, member
from tests.ground import centre_of

CELL = "430302001001002"
ZOOM = 16


def test_a_case_from_the_street_to_the_map(cast: Cast) -> None:
    # 02:00 on a holiday: a night-food stall trades outside its shop. The phone makes the id itself.
    case_id = uuid7()
    lon, lat = centre_of(cast.cells[CELL])
    the_report_snaps_to_its_cell_and_keeps_its_photo(cast, case_id, lon, lat)

    # Accepted and filed, it goes to the department of the district that its cell lies in.
    assert press(cast, case_id, "acceptor", "accept")["number"]
    press(cast, case_id, "shift_leader", "file")
    yuhu, unit = (str(cast.organizations[code].pk) for code in ("yuhu", "yuhu-unit"))
    case = press(cast, case_id, "dispatcher_city", "dispatch", organization=yuhu)
    assert case["district"]["name"] == "雨湖区"
    assert case["organization"]["name"] == "雨湖区城管执法局"

    # Handled, fed back, checked on the spot by another branch, closed.
    press(cast, case_id, "dispatcher_sub", "acknowledge")
    press(cast, case_id, "dispatcher_sub", "assign", unit=unit)
    press(cast, case_id, "handler", "handle")
    press(cast, case_id, "handler", "reply", note="摊主已劝离，路面已清扫")
    press(cast, case_id, "acceptor", "send_check")
    press(cast, case_id, "checker", "check")
    case = press(cast, case_id, "shift_leader", "close")
    assert case["state"] == "closed"
    assert len(case["events"]) == 11

    it_is_on_the_leader_s_map_and_not_on_a_stranger_s(cast, case_id, lon, lat)


def the_report_snaps_to_its_cell_and_keeps_its_photo(
    cast: Cast, case_id: UUID, lon: float, lat: float
) -> None:
    collector, url = cast.client("collector"), f"/api/v1/cases/{case_id}"
    content, digest = photo_of_the_stall()
    report = {
        "city": "xiangtan",
        "class": "03001",
        "lon": lon,
        "lat": lat,
        "datum": "wgs84",
        "accuracy_m": 6,
        "place_text": "岚霞路夜宵摊前",
        "problem_text": "夜宵摊店外经营",
        "source": "collector",
        "reported_at": datetime(2021, 5, 1, 18, 0, tzinfo=UTC).isoformat(),
        "photos": [{"sha256": digest, "role": "near"}],
    }
    receipt = collector.put(url, report, "json")
    assert receipt.status_code == 201
    assert receipt.json()["cell"] == CELL
    assert receipt.json()["snap"] == {"how": "inside", "distance_m": 0.0}
    assert receipt.json()["missing"] == [digest]
    stored = collector.put(f"{url}/photos/{digest}", content, content_type="image/jpeg")
    assert (stored.json()["stored"], stored.json()["missing"]) == ([digest], [])


def it_is_on_the_leader_s_map_and_not_on_a_stranger_s(
    cast: Cast, case_id: UUID, lon: float, lat: float
) -> None:
    tile = TileAddress.containing(lon, lat, ZOOM)
    url = f"/tiles/cases/{ZOOM}/{tile.x}/{tile.y}.mvt?city=xiangtan"
    (feature,) = decoded(cast.client("leader").get(url))["cases"]["features"]
    shown = feature["properties"]
    assert shown["id"] == str(case_id)
    assert (shown["state"], shown["class_name"]) == ("closed", "店外经营")
    assert "phone" not in shown
    assert tuple(feature["geometry"]["coordinates"]) == pixel_of(lon, lat, tile)

    stranger = cast.client(member(cast, "stranger", "handler", "yuetang-unit"))
    assert stranger.get(f"/api/v1/cases/{case_id}").status_code == 404
    assert stranger.get(url).status_code == 204


def press(cast: Cast, case_id: UUID, who: str, verb: str, **said: Any) -> dict[str, Any]:
    """Press a button of the case as the holder of a post; returns the case as it then stands."""
    answer = cast.client(who).post(f"/api/v1/cases/{case_id}/{verb}", said, "json")
    assert answer.status_code == 200, answer.json()
    case: dict[str, Any] = answer.json()
    return case


def photo_of_the_stall() -> tuple[bytes, str]:
    out = BytesIO()
    Image.new("RGB", (320, 240), "orange").save(out, "JPEG")
    return out.getvalue(), hashlib.sha256(out.getvalue()).hexdigest()


def decoded(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200
    content = answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    layers: dict[str, Any] = mapbox_vector_tile.decode(content)
    return layers


def pixel_of(lon: float, lat: float, tile: TileAddress) -> tuple[int, int]:
    """Return where a point lies in its tile, in 1/4096 of its side, y upwards from its south."""
    x_m, y_m = Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    west = -WORLD_HALF_M + tile.x * tile.side_m
    south = WORLD_HALF_M - (tile.y + 1) * tile.side_m
    return (
        round((x_m - west) / tile.side_m * EXTENT),
        round((y_m - south) / tile.side_m * EXTENT),
    )
