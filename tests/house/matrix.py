"""Who gets what at which address: one line for each method of each route, one column a role.

`ok` is any 2xx. Each cell starts from the same city, so lines do not depend on each other. Words in
braces are filled in by the test: `{filed}` is a case in that state, handled by the unit of 雨湖区
from `dispatched` on; `{new}` is an id that nobody has used.

The city's posts see the whole city; 雨湖区's dispatcher and its unit see what was sent to them, and
what they may not see does not exist for them (404).
"""

from dataclasses import dataclass
from typing import Any, Final

ROLES: Final = (
    "anonymous",
    "no_post",  # signed in, and nothing more
    "collector",
    "acceptor",
    "shift_leader",
    "dispatcher_city",
    "dispatcher_sub",  # 雨湖区's
    "handler",  # its unit's
    "leader",
    "administrator",
)

SHORT: Final = {
    "CITY": "city=xiangtan",
    "POINT": "city=xiangtan&lon=112.9005&lat=27.8315",
    "TILE": "14/13330/6873",
}

TABLE: Final = """
# Signing in: whoever asks, the password decides.
#                                                 anon none coll acce shif d.ci d.su hand lead admi
GET    /api/v1/session                            ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST   /api/v1/session                            401  401  401  401  401  401  401  401  401  401
DELETE /api/v1/session                            ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST   /api/v1/tokens                             401  401  401  401  401  401  401  401  401  401
DELETE /api/v1/tokens/current                     401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/schema                             ok   ok   ok   ok   ok   ok   ok   ok   ok   ok

# The city: its names are public, the rest is for those who have an account.
#                                                 anon none coll acce shif d.ci d.su hand lead admi
GET    /api/v1/cities                             ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/districts?CITY                     401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/streets?CITY                       401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/communities?CITY                   401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/cells?CITY                         401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/cells/at?POINT                     401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/classes?CITY                       401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/organizations?CITY                 401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/facilities?CITY                    401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/facilities/nearest?POINT           401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/places?CITY&q=yh                   401  ok   ok   ok   ok   ok   ok   ok   ok   ok

# Cases: lists hold what you may see; a single case that you may not see does not exist.
#                                                 anon none coll acce shif d.ci d.su hand lead admi
GET    /api/v1/cases?CITY                         401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/cases/count?CITY                   401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/summary?CITY                       401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/stories?CITY                       401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /api/v1/cases/{reported}                   401  404  ok   ok   ok   ok   404  404  ok   ok
GET    /api/v1/cases/{dispatched}                 401  404  ok   ok   ok   ok   ok   ok   ok   ok
PUT    /api/v1/cases/{new}                        401  ok   ok   ok   ok   ok   ok   ok   ok   ok
PUT    /api/v1/cases/{reported}                   401  404  422  404  404  404  404  404  404  404
PUT    /api/v1/cases/{reported}/photos/{declared} 401  404  ok   ok   ok   ok   404  404  ok   ok
GET    /api/v1/cases/{reported}/photos/{declared} 401  404  404  404  404  404  404  404  404  404
GET    /api/v1/cases/{reported}/photos/{stored}   401  404  ok   ok   ok   ok   404  404  ok   ok
GET    /api/v1/cases/{filed}/suggestions          401  404  ok   ok   ok   ok   404  404  ok   ok

# The buttons of a case.
#                                                 anon none coll acce shif d.ci d.su hand lead admi
POST   /api/v1/cases/{reported}/accept            401  404  403  ok   403  403  404  404  403  403
POST   /api/v1/cases/{reported}/refuse            401  404  403  ok   ok   403  404  404  403  403
POST   /api/v1/cases/{accepted}/file              401  404  403  403  ok   403  404  404  403  403
POST   /api/v1/cases/{filed}/dispatch             401  404  403  403  403  ok   404  404  403  403
POST   /api/v1/cases/{dispatched}/handle          401  404  403  403  403  403  ok   ok   403  403
POST   /api/v1/cases/{handling}/reply             401  404  403  403  403  403  ok   ok   403  403
POST   /api/v1/cases/{replied}/check              401  404  ok   403  403  403  403  403  403  403
POST   /api/v1/cases/{checked}/close              401  404  403  403  ok   403  403  403  403  403
POST   /api/v1/cases/{reported}/close             401  404  409  409  409  409  404  404  409  409
POST   /api/v1/cases/{reported}/explode           401  404  404  404  404  404  404  404  404  404

# Tiles show what lists show; their descriptions hold nothing of anybody.
#                                                 anon none coll acce shif d.ci d.su hand lead admi
GET    /tiles/style.json?CITY                     ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /tiles/cases.json?CITY                     ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /tiles/cases/TILE.mvt?CITY                 401  ok   ok   ok   ok   ok   ok   ok   ok   ok
GET    /tiles/facilities/TILE.mvt?CITY            401  ok   ok   ok   ok   ok   ok   ok   ok   ok

# Live news: who hears what is asked at send, for everybody who is signed in.
#                                                 anon none coll acce shif d.ci d.su hand lead admi
GET    /events/stream                             401  ok   ok   ok   ok   ok   ok   ok   ok   ok
"""

CREDENTIALS: Final = {"username": "collector", "password": "a guess"}

BODIES: Final[dict[str, Any]] = {
    "POST /api/v1/session": CREDENTIALS,
    "POST /api/v1/tokens": CREDENTIALS,
    "PUT /api/v1/cases/{new}": "{report}",
    "PUT /api/v1/cases/{reported}": "{report}",
    "PUT /api/v1/cases/{reported}/photos/{declared}": b"photo",
    "POST /api/v1/cases/{reported}/refuse": {"note": "重复"},
    "POST /api/v1/cases/{filed}/dispatch": {"organization": "{yuhu}"},
    "POST /api/v1/cases/{handling}/reply": {"note": "已清理"},
}
"""What is sent, where something must be."""


@dataclass(frozen=True)
class Row:
    """One method of one address, what each role gets there, and the body that is sent."""

    method: str
    path: str
    statuses: tuple[str, ...]
    body: Any


def _rows() -> tuple[Row, ...]:
    lines = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return tuple(
        Row(method, _long(path), tuple(statuses), BODIES.get(f"{method} {path}"))
        for method, path, *statuses in lines
    )


def _long(path: str) -> str:
    for short, long in SHORT.items():
        path = path.replace(short, long)
    return path


ROWS: Final = _rows()
