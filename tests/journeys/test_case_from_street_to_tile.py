"""One case from the street to somebody else's map: the test to read first.

`docs/explanation/following-one-case.md` tells the same in words.
"""

import gzip
import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import mapbox_vector_tile
from PIL import Image
from pyproj import Transformer

from gis_core.ids import uuid7
from gis_core.tile import EXTENT, WORLD_HALF_M, TileAddress
from tests.factories import Cast, member
from tests.ground import centre_of

ZOOM = 16


def photo_of_the_stall() -> tuple[bytes, str]:
    out = BytesIO()
    Image.new("RGB", (320, 240), "orange").save(out, "JPEG")
    return out.getvalue(), hashlib.sha256(out.getvalue()).hexdigest()


def decoded(answer: Any) -> dict[str, Any]:
    content = answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    layers: dict[str, Any] = mapbox_vector_tile.decode(content)
    return layers


def test_a_case_from_the_street_to_the_map(cast: Cast) -> None:
    # 02:00 on a holiday: a night-food stall trades outside its shop. The phone makes the id itself.
    collector = cast.client("collector")
    case_id = uuid7()
    url = f"/api/v1/cases/{case_id}"
    lon, lat = centre_of(cast.cells["430302001001002"])
    content, digest = photo_of_the_stall()

    # The report arrives and snaps to its cell; the receipt says which photo is still to come.
    receipt = collector.put(
        url,
        {
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
        },
        "json",
    )
    assert receipt.status_code == 201
    assert receipt.json()["cell"] == "430302001001002"
    assert receipt.json()["snap"] == {"how": "inside", "distance_m": 0.0}
    assert receipt.json()["missing"] == [digest]
    stored = collector.put(f"{url}/photos/{digest}", content, content_type="image/jpeg")
    assert (stored.json()["stored"], stored.json()["missing"]) == ([digest], [])

    # Accepted, filed, and dispatched to the department of the district that the cell lies in.
    def press(who: str, verb: str, **said: Any) -> dict[str, Any]:
        answer = cast.client(who).post(f"{url}/{verb}", said, "json")
        assert answer.status_code == 200, answer.json()
        case: dict[str, Any] = answer.json()
        return case

    assert press("acceptor", "accept")["number"]
    press("shift_leader", "file")
    yuhu, unit = (str(cast.organizations[code].pk) for code in ("yuhu", "yuhu-unit"))
    case = press("dispatcher_city", "dispatch", organization=yuhu)
    assert case["organization"]["name"] == "雨湖区城管执法局"
    assert case["district"]["name"] == "雨湖区"

    # Handled, fed back, checked on the spot by another branch, closed.
    press("dispatcher_sub", "acknowledge")
    press("dispatcher_sub", "assign", unit=unit)
    press("handler", "handle")
    press("handler", "reply", note="摊主已劝离，路面已清扫")
    press("acceptor", "send_check")
    press("checker", "check")
    case = press("shift_leader", "close")
    assert case["state"] == "closed"
    assert len(case["events"]) == 11

    # And there it is on the leader's map: one feature, in the right pixel, with what may be shown.
    tile = TileAddress.containing(lon, lat, ZOOM)
    answer = cast.client("leader").get(f"/tiles/cases/{ZOOM}/{tile.x}/{tile.y}.mvt?city=xiangtan")
    assert answer.status_code == 200
    (feature,) = decoded(answer)["cases"]["features"]
    shown = feature["properties"]
    assert shown["id"] == str(case_id)
    assert (shown["state"], shown["state_group"], shown["class_name"]) == (
        "closed",
        "closed",
        "店外经营",
    )
    assert "phone" not in shown
    x, y = feature["geometry"]["coordinates"]
    assert (x, y) == pixel_of(lon, lat, tile)

    # Somebody of another district's unit has no such case, and nothing on the map.
    stranger = cast.client(member(cast, "stranger", "handler", "yuetang-unit"))
    assert stranger.get(url).status_code == 404
    empty = stranger.get(f"/tiles/cases/{ZOOM}/{tile.x}/{tile.y}.mvt?city=xiangtan")
    assert empty.status_code == 204


def pixel_of(lon: float, lat: float, tile: TileAddress) -> tuple[int, int]:
    """Return where a point lies in its tile, in 1/4096 of its side, y upwards from its south."""
    x_m, y_m = Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    west = -WORLD_HALF_M + tile.x * tile.side_m
    south = WORLD_HALF_M - (tile.y + 1) * tile.side_m
    return (
        round((x_m - west) / tile.side_m * EXTENT),
        round((y_m - south) / tile.side_m * EXTENT),
    )
