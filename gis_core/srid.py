"""Spatial reference systems by name, and the precision that coordinates are stored with."""

from typing import Final

WGS84: Final = 4326
"""Longitude and latitude in degrees: what the API speaks and the database stores."""

WEB_MERCATOR: Final = 3857
"""Metres of the web map; true metres only at the equator, so never used to measure."""

CGCS2000: Final = 4490
"""China's national datum in degrees, for import and export."""

COORDINATE_STEP_DEG: Final = 1e-7
"""Stored coordinates are multiples of this: about 1 cm, finer than any device reports."""

COORDINATE_DECIMALS: Final = 7
