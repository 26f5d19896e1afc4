"""The city's own background map (天地图, the government's): its address, and one picture of it.

The browser never learns the address nor the key: it asks us, and we ask the one host that the
setting names. Whatever else comes back (a redirect, a page, too much, too late) is refused.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

from gis_core.errors import DomainError, NotFound
from gis_core.tile import TileAddress

TOTAL_S: Final = 3.0
"""What one picture may take; a map that waits longer is drawn without it."""
_STEP: Final = Timeout(connect=1.5, read=2.0)
AT_MOST_BYTES: Final = 1_000_000
"""A picture of 256 x 256 pixels has 5 to 60 KB, of 512 x 512 a few hundred."""
TILE_PX: Final = 256
_NOTHING_THERE: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND)
_PLACE: Final = re.compile(r"\{(\w+)\}")
_NAMES: Final = {
    "z": "z", "x": "x", "y": "y", "key": "key",
    "tilematrix": "z", "tilecol": "x", "tilerow": "y",
}  # fmt: skip
"""What may stand in braces: our words, and those of WMTS."""
_KINDS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
)
_HEADERS: Final = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Wangge"}
# No retries: a map asks again by itself. No redirects, and no proxy from the environment.
_POOL: Final = PoolManager(maxsize=4, retries=False, timeout=_STEP)


class NoBackground(NotFound):
    code = "no_background"
    zh = "没有设置底图。"
    en = "No background map is set."


class BackgroundUnreachable(DomainError):
    code = "background_unreachable"
    status = HTTPStatus.BAD_GATEWAY
    zh = "连接不上底图服务。"
    en = "The background map's server cannot be reached."


class BackgroundRefused(DomainError):
    code = "background_refused"
    status = HTTPStatus.BAD_GATEWAY
    zh = "底图服务没有给出图片：{reason}。"
    en = "The background map's server gave no picture: {reason}."


class BackgroundSlow(DomainError):
    code = "background_slow"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    zh = "底图服务此刻过慢，请稍后再试。"
    en = "The background map's server is too slow just now; try again in a moment."


@dataclass(frozen=True, slots=True)
class Background:
    """A background map of 256-pixel squares in EPSG:3857.

    Attributes:
        template: address of a picture, with {z}, {x}, {y} (or WMTS's names) and perhaps {key}.
        key: what stands for {key}; secret.
        attribution: what the map must say of it.
        max_zoom: beyond it, clients enlarge pictures rather than ask for more.
    """

    template: str
    key: str
    attribution: str
    max_zoom: int

    def address(self, at: TileAddress) -> str:
        values = {"z": str(at.z), "x": str(at.x), "y": str(at.y), "key": quote(self.key, safe="")}
        return _PLACE.sub(lambda place: values[_NAMES[place[1].lower()]], self.template)

    def tag(self, at: TileAddress, *, keep_s: int) -> str:
        """Return what names a picture in the cache: another one each `keep_s` seconds.

        Pictures change names at different moments, so that they are not all asked for at once.
        """
        said = f"{self.template} {at.z}/{at.x}/{at.y}"
        shift = int.from_bytes(blake2b(said.encode(), digest_size=4).digest()) % keep_s
        turn = (int(time.time()) + shift) // keep_s
        return blake2b(f"{said} {turn}".encode(), digest_size=16).hexdigest()

    def source(self, root: str) -> dict[str, Any]:
        """Return the source of a style; `root` is the absolute address of all tiles."""
        return {
            "type": "raster",
            "tiles": [f"{root}background/{{z}}/{{x}}/{{y}}"],
            "tileSize": TILE_PX,
            "maxzoom": self.max_zoom,
            "attribution": self.attribution,
        }

    def troubles(self) -> list[str]:
        """Return what is wrong with the template."""
        parts = urlsplit(self.template)
        names = [name.lower() for name in _PLACE.findall(self.template)]
        wrong = [f"{{{name}}} is not known" for name in names if name not in _NAMES]
        if parts.scheme not in ("http", "https") or not parts.hostname:
            wrong.append("it must begin with https:// or http:// and a host")
        if set("{}@") & set(parts.netloc):
            wrong.append("the host must stand as it is, without braces or an account")
        if {"z", "x", "y"} - {_NAMES.get(name) for name in names}:
            wrong.append("{z}, {x} and {y} must be in it")
        if "key" in names and not self.key:
            wrong.append("{key} is in it, but WANGGE_BACKGROUND_KEY is empty")
        return wrong


def background() -> Background | None:
    """Return the background map of the settings; None where none is set."""
    if not settings.BACKGROUND_URL:
        return None
    return Background(
        settings.BACKGROUND_URL,
        settings.BACKGROUND_KEY,
        settings.BACKGROUND_ATTRIBUTION,
        settings.BACKGROUND_MAX_ZOOM,
    )


def known_background() -> Background:
    """Return the background map, or raise NoBackground."""
    found = background()
    if found is None:
        raise NoBackground
    return found


def check_background(**kwargs: Any) -> list[CheckMessage]:
    """Django's check of the setting, before anything starts; it never prints the address."""
    found = background()
    troubles = [] if found is None else found.troubles()
    return [Error(f"WANGGE_BACKGROUND_URL: {wrong}", id="tiles.E001") for wrong in troubles]


def kind_of(picture: bytes) -> str | None:
    """Return the media type that the bytes themselves say; None where they are no picture."""
    kind = next((kind for begin, kind in _KINDS if picture.startswith(begin)), None)
    return None if kind == "image/webp" and picture[8:12] != b"WEBP" else kind


def fetch(known: Background, at: TileAddress) -> bytes:
    """Ask the background's server for a picture; empty where it has none there.

    Raises BackgroundUnreachable, BackgroundRefused, BackgroundSlow; none of them says the address.
    """
    until = time.monotonic() + TOTAL_S
    try:
        answer = _POOL.request(
            "GET",
            known.address(at),
            headers=_HEADERS,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )
        try:
            return _picture(answer, until)
        finally:
            answer.close()
    except NewConnectionError:  # to urllib3 one of the timeouts
        raise BackgroundUnreachable from None
    except TimeoutError:
        raise BackgroundSlow from None
    except HTTPError:
        raise BackgroundUnreachable from None


def _picture(answer: BaseHTTPResponse, until: float) -> bytes:
    if answer.status in _NOTHING_THERE:
        return b""
    if answer.status != HTTPStatus.OK:
        raise BackgroundRefused(reason=f"HTTP {answer.status}")
    if not answer.headers.get("Content-Type", "").lower().startswith("image/"):
        raise BackgroundRefused(reason="Content-Type")
    body = bytearray()
    # One piece as it comes, because a server may send a byte a second for ever.
    while piece := answer.read1(65536):
        body += piece
        if len(body) > AT_MOST_BYTES:
            raise BackgroundRefused(reason=f"> {AT_MOST_BYTES} bytes")
        if time.monotonic() > until:
            raise BackgroundSlow
    if kind_of(bytes(body[:16])) is None:
        raise BackgroundRefused(reason="PNG, JPEG, WebP")
    return bytes(body)
