"""The lines of `matrix.py` about tiles: styles and descriptions are for all, tiles for accounts.

And about what is public: the same for everybody, signed in or not.
"""

from typing import Final

SHORT_FOR_TILES: Final = {"OGC": "/tiles/ogc/collections/cases/tiles/WebMercatorQuad"}

TILES: Final = """
# Tiles show what lists show; their descriptions hold nothing of anybody.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /tiles/style.json?CITY                        ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/cases.json?CITY                        ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/background.json                        ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/background/TILE                        401 404 404 404 404 404 404 404 404 404 404
GET    /tiles/ogc/                                   ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/ogc/conformance                        ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/ogc/tileMatrixSets                     ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/ogc/tileMatrixSets/WebMercatorQuad     ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/ogc/collections?CITY                   ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/ogc/collections/cases?CITY             ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/ogc/collections/cases/tiles?CITY       ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    OGC?CITY                                      ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    OGC/14/6873/13330?CITY                        401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/cases/TILE.mvt?CITY                    401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/facilities/TILE.mvt?CITY               401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /tiles/duty_grids/TILE.mvt?CITY               401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok

#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /api/v1/public/months?CITY                    ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/public/months/2026-04?CITY            404 404 404 404 404 404 404 404 404 404 404
GET    /api/v1/public/months/2026-04?CITY&class=07   400 400 400 400 400 400 400 400 400 400 400
"""
