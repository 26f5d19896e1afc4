"""The recorded path of the camera."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import ViewportSize

VIEWPORT: Final[ViewportSize] = {"width": 1440, "height": 900}
_FILE: Final = Path(__file__).with_name("path.json")


@dataclass(frozen=True)
class CameraPath:
    """Stops are zoom, longitude and latitude (WGS 84); legs say how many milliseconds as well."""

    start: dict[str, float]
    legs: list[dict[str, float]]
    filters_at: list[dict[str, float]]

    @property
    def address(self) -> str:
        """Where the path begins, as the page's own address says it."""
        return "{zoom}/{lon}/{lat}".format(**self.start)


def recorded() -> CameraPath:
    said: dict[str, Any] = json.loads(_FILE.read_text())
    return CameraPath(said["start"], said["legs"], said["filters_at"])
