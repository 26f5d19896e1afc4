"""The lines of `matrix.py` about duty: who may read, and who may change, who looks after what."""

from typing import Any, Final

DUTY: Final = """
# Duty: shown to those who hold a post in the city, edited by analysts and shift leaders.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /api/v1/shifts?CITY                           401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
PUT    /api/v1/shifts/night?CITY                     401 403 403 403 403 ok  403 403 403 403 403
GET    /api/v1/duty-grids?CITY                       401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/duty-grids/{new}?CITY                 401 404 404 404 404 404 404 404 404 404 404
PUT    /api/v1/duty-grids/{new}?CITY                 401 403 403 403 403 404 403 403 403 403 403
DELETE /api/v1/duty-grids/{new}?CITY                 401 403 403 403 403 404 403 403 403 403 403
GET    /api/v1/duty/at?POINT                         401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/duty/findings?CITY                    401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/duty/affected?CITY&generation=1       401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   /api/v1/duty/carry?CITY                       401 403 403 403 403 ok  403 403 403 403 403
GET    /api/v1/duty/collectors?CITY                  401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/duty/proposal?CITY&collectors=2       401 403 403 403 403 ok  403 403 403 403 403
"""

DUTY_BODIES: Final[dict[str, Any]] = {
    "PUT /api/v1/shifts/night?CITY": {"name": "夜班", "begins": "22:00", "ends": "06:00"},
    "PUT /api/v1/duty-grids/{new}?CITY": {"code": "A", "shift": "noon", "cells": ["1"]},
    "POST /api/v1/duty/carry?CITY": {"generation": 1},
}
