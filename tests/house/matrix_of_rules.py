"""The rows of `matrix.py` for the rules that route: few write them, a leader makes them bite."""

from typing import Any, Final

SHORT_FOR_RULES: Final = {"RULES": "/api/v1/rulesets/{rule_draft}"}

RULES: Final = """
# The rules that route: whoever has a post may read them, few write them, a leader makes them bite.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /api/v1/rulesets?CITY                         401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   /api/v1/rulesets?CITY                         401 403 403 403 403 403 403 403 403 403 ok
GET    RULES                                         401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
DELETE RULES                                         401 404 403 403 403 403 403 403 403 403 ok
POST   RULES/enforce                                 401 404 403 403 403 403 403 403 403 ok  403
GET    RULES/findings                                401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    RULES/overruled                               401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    RULES/rules                                   401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   RULES/rules                                   401 404 403 403 403 403 403 403 403 403 ok
PUT    RULES/rules/{rule}                            401 404 403 403 403 403 403 403 403 403 ok
DELETE RULES/rules/{rule}                            401 404 403 403 403 403 403 403 403 403 ok
POST   RULES/dry-runs                                401 404 403 403 403 403 403 403 403 403 ok
GET    /api/v1/dry-runs/{run}                        401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/dry-runs/{run}/changes                401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/routing/areas?CITY                    401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   /api/v1/routing/areas?CITY                    401 403 403 403 403 403 403 403 403 403 ok
DELETE /api/v1/routing/areas/{area}                  401 403 403 403 403 403 403 403 403 403 ok
GET    /api/v1/routing/suggest?POINT&class=03001     401 403 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/routing/uncovered?CITY                401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
"""

A_RULE: Final = {"condition": {"classes": ["03"]}, "organization": "{yuhu}"}
A_SQUARE: Final = [[[112.9, 27.83], [112.91, 27.83], [112.91, 27.84], [112.9, 27.83]]]

RULE_BODIES: Final[dict[str, Any]] = {
    "POST /api/v1/rulesets?CITY": {"name": "草案"},
    "POST RULES/rules": {**A_RULE, "order": 10},
    "PUT RULES/rules/{rule}": {**A_RULE, "order": 10},
    "POST RULES/dry-runs": {"start": "2026-05-01T00:00:00Z", "end": "2026-06-01T00:00:00Z"},
    "POST /api/v1/routing/areas?CITY": {
        "code": "market",
        "name": "夜市片区",
        "geometry": {"type": "Polygon", "coordinates": A_SQUARE},
    },
}
