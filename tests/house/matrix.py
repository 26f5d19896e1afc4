"""Who gets what at which address: one line for each method of each route, one column a role.

`ok` is any 2xx. Each cell starts from the same city, so lines do not depend on each other. Words in
braces are filled in: `{filed}` is a case that stands as `situations.py` says, handled by 雨湖区's
unit from `assigned` on; `{new}` is an id that nobody has used.

The city's posts see the whole city; 雨湖区's dispatcher and its unit see what was sent to them, and
what they may not see does not exist for them (404).
"""

from dataclasses import dataclass
from typing import Any, Final

from tests.house.matrix_duty import DUTY, DUTY_BODIES
from tests.house.matrix_network import NETWORK, NETWORK_BODIES
from tests.house.matrix_of_rules import RULE_BODIES, RULES, SHORT_FOR_RULES
from tests.house.matrix_tiles import SHORT_FOR_TILES, TILES

ROLES: Final = (
    "anonymous",
    "no_post",  # signed in, and nothing more
    "collector",
    "acceptor",
    "phone_operator",
    "shift_leader",
    "dispatcher_city",
    "dispatcher_sub",  # 雨湖区's
    "handler",  # its unit's
    "leader",
    "administrator",
)

SHORT: Final = {
    "CASES": "/api/v1/cases",
    **SHORT_FOR_RULES,
    **SHORT_FOR_TILES,
    "CITY": "city=xiangtan",
    "POINT": "city=xiangtan&lon=112.9005&lat=27.8315",
    "TILE": "14/13330/6873",
    "NETWORKS": "/api/v1/networks",
    "DRAFT": "/api/v1/networks/drafts/{draft}",
}

TABLE: Final = """
# Signing in: whoever asks, the password decides.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /api/v1/session                               ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   /api/v1/session                               401 401 401 401 401 401 401 401 401 401 401
DELETE /api/v1/session                               ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   /api/v1/tokens                                401 401 401 401 401 401 401 401 401 401 401
DELETE /api/v1/tokens/current                        401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/schema                                ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok

# The city: its names are public, the rest is for those who have an account.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /api/v1/cities                                ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/districts?CITY                        401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/streets?CITY                          401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/communities?CITY                      401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/cells?CITY                            401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/cells/at?POINT                        401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   /api/v1/cells/snap?CITY                       401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/offline-pack?CITY                     401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/classes?CITY                          401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/classes/03001/rows?CITY               401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/calendar?CITY                         401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
PUT    /api/v1/calendar/2026-10-09?CITY              401 403 403 403 403 403 403 403 403 403 ok
DELETE /api/v1/calendar/2026-10-09?CITY              401 403 403 403 403 403 403 403 403 403 404
GET    /api/v1/organizations?CITY                    401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/facilities?CITY                       401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/facilities/nearest?POINT              401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/places?CITY&q=yh                      401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok

# Cases: lists hold what you may see; a single case that you may not see does not exist.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /api/v1/cases?CITY                            401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    CASES/count?CITY                              401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/summary?CITY                          401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/stories?CITY                          401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/worklists?CITY                        401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /api/v1/worklists/mine?CITY                   401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    CASES/{reported}                              401 404 ok  ok  ok  ok  ok  404 404 ok  ok
GET    CASES/{dispatched}                            401 404 ok  ok  ok  ok  ok  ok  404 ok  ok
PUT    CASES/{new}                                   401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
PUT    CASES/{reported}                              401 404 422 404 404 404 404 404 404 404 404
PUT    CASES/{reported}/photos/{declared}            401 404 ok  ok  ok  ok  ok  404 404 ok  ok
GET    CASES/{reported}/photos/{declared}            401 404 404 404 404 404 404 404 404 404 404
GET    CASES/{reported}/photos/{stored}              401 404 ok  ok  ok  ok  ok  404 404 ok  ok
POST   CASES/{reported}/photos/{stored}/original     401 404 403 403 403 ok  403 404 404 403 403
GET    CASES/{filed}/suggestions                     401 404 ok  ok  ok  ok  ok  404 404 ok  ok
GET    CASES/{reported}/duplicates                   401 404 ok  ok  ok  ok  ok  404 404 ok  ok
GET    CASES/{handling}/clocks                       401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    CASES/{handling}/notes                        401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
POST   CASES/{handling}/notes                        401 404 ok  ok  ok  ok  ok  ok  ok  ok  ok
PUT    /api/v1/notes/{new}/files/{declared}          401 404 404 404 404 404 404 404 404 404 404
GET    /api/v1/notes/{new}/files/{declared}          401 404 404 404 404 404 404 404 404 404 404
POST   CASES/{reported}/reveal                       401 404 403 ok  ok  ok  403 404 404 403 403
GET    CASES/{filed}/routing                         401 404 ok  ok  ok  ok  ok  404 404 ok  ok
GET    CASES/{filed}/alike                           401 404 ok  ok  ok  ok  ok  404 404 ok  ok

#                                                    ano non col acc pho shi dci dsu han lea adm
POST   CASES/{reported}/accept                       401 404 403 ok  ok  403 403 404 404 403 403
POST   CASES/{reported}/refuse                       401 404 403 ok  403 ok  403 404 404 403 403
POST   CASES/{reported}/self_handle                  401 404 422 403 403 403 403 404 404 403 403
POST   CASES/{reported}/merge                        401 422 403 ok  403 403 403 422 422 403 403
POST   CASES/{merged}/unmerge                        401 404 403 ok  403 403 403 404 404 403 403
POST   CASES/{public}/answer                         401 404 403 403 ok  403 403 404 404 403 403
POST   CASES/{accepted}/file                         401 404 403 403 403 ok  403 404 404 403 403
POST   CASES/{accepted}/share                        401 404 403 ok  403 ok  ok  404 404 403 403
POST   CASES/{public_accepted}/file                  401 404 403 403 403 409 403 404 404 403 403
POST   CASES/{public_accepted}/send_verify           401 404 403 ok  403 403 403 404 404 403 403
POST   CASES/{public_accepted}/mark_missed           401 404 403 ok  403 403 403 404 404 403 403
POST   CASES/{verifying}/verify                      401 404 ok  403 403 403 403 404 404 403 403
POST   CASES/{reported}/close                        401 404 409 409 409 409 409 404 404 409 409
POST   CASES/{reported}/explode                      401 404 404 404 404 404 404 404 404 404 404

# Command: to a department, away from it, to several, to whoever it belongs to.
#                                                    ano non col acc pho shi dci dsu han lea adm
POST   CASES/{filed}/dispatch                        401 404 403 403 403 403 ok  404 404 403 403
POST   CASES/{filed}/call_ruling                     401 404 403 403 403 403 ok  404 404 403 403
POST   CASES/{ruling}/rule                           401 404 403 403 403 403 ok  403 404 403 403
POST   CASES/{dispatched}/join                       401 404 403 403 403 403 ok  403 404 403 403
POST   CASES/{return_asked}/grant_return             401 404 403 403 403 403 ok  403 404 403 403
POST   CASES/{return_asked}/deny_return              401 404 403 403 403 403 ok  403 404 403 403
POST   CASES/{handling}/remind                       401 404 403 403 403 ok  ok  403 403 ok  403
POST   CASES/{handling}/supervise                    401 404 403 403 403 ok  403 403 403 ok  403
POST   CASES/{handling}/escalate                     401 404 403 403 403 ok  403 403 403 ok  403
POST   CASES/{handling}/void                         401 404 403 403 403 ok  403 403 403 403 403

# The department's.
#                                                    ano non col acc pho shi dci dsu han lea adm
POST   CASES/{dispatched}/acknowledge                401 404 403 403 403 403 403 ok  404 403 403
POST   CASES/{acknowledged}/assign                   401 404 403 403 403 403 403 ok  404 403 403
POST   CASES/{assigned}/handle                       401 404 403 403 403 403 403 ok  ok  403 403
POST   CASES/{assigned}/send_back                    401 404 403 403 403 403 403 ok  ok  403 403
POST   CASES/{dispatched}/ask_return                 401 404 403 403 403 403 403 ok  404 403 403
POST   CASES/{handling}/ask_extension                401 404 403 403 403 403 403 ok  403 403 403
POST   CASES/{handling}/ask_deferral                 401 404 403 403 403 403 403 ok  403 403 403
POST   CASES/{handling}/ask_parking                  401 404 403 403 403 403 403 ok  403 403 403
POST   CASES/{joint}/contribute                      401 404 403 403 403 403 403 ok  404 403 403
POST   CASES/{handling}/hand_over                    401 404 403 403 403 403 403 ok  403 403 403
POST   CASES/{enforcement}/link_decision             401 404 403 403 403 403 403 ok  403 403 403
POST   CASES/{handling}/reply                        401 404 403 403 403 403 403 ok  ok  403 403
POST   CASES/{closed_late}/appeal                    401 404 403 403 403 403 403 ok  403 403 403

# Supervision: nobody judges their own work.
#                                                    ano non col acc pho shi dci dsu han lea adm
POST   CASES/{extension_asked}/grant_extension       401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{extension_asked}/grant_long_extension  401 404 403 403 403 403 403 403 403 ok  403
POST   CASES/{extension_asked}/deny_extension        401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{deferral_asked}/grant_deferral         401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{deferral_asked}/deny_deferral          401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{parking_asked}/grant_parking           401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{parking_asked}/deny_parking            401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{parked}/resume                         401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{replied}/send_check                    401 404 403 ok  403 403 403 403 403 403 403
POST   CASES/{checking}/check                        401 404 ok  403 403 403 403 403 403 403 403
POST   CASES/{checking}/rework                       401 404 ok  403 403 403 403 403 403 403 403
POST   CASES/{public_checked}/call_back              401 404 403 403 ok  403 403 403 403 403 403
POST   CASES/{public_checked}/call_back_unhappy      401 404 403 403 ok  403 403 403 403 403 403
POST   CASES/{checked}/close                         401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{checked}/settle                        401 404 403 403 403 ok  403 403 403 403 403
POST   CASES/{closed}/reopen                         401 404 403 403 403 ok  403 403 403 ok  403
POST   CASES/{appealed}/review_first                 401 404 403 403 403 403 ok  403 403 403 403
POST   CASES/{reviewed}/review_second                401 404 403 ok  403 403 403 403 403 403 403

# Live news: who hears what is asked at send, for everybody who is signed in.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    /api/v1/push/subscriptions                    401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
PUT    /api/v1/push/subscriptions                    401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
DELETE /api/v1/push/subscriptions/{new}              401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    /events/stream                                401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
"""

CREDENTIALS: Final = {"username": "collector", "password": "a guess"}

WHY: Final = {"note": "现场情况说明"}
SOON: Final = {**WHY, "until": "{soon}"}

BODIES: Final[dict[str, Any]] = {
    **DUTY_BODIES,
    **NETWORK_BODIES,
    "PUT /api/v1/calendar/2026-10-09?CITY": {"working": False, "name": "市庆"},
    "POST /api/v1/cells/snap?CITY": {"points": [[112.9005, 27.8315]]},
    **RULE_BODIES,
    "POST /api/v1/session": CREDENTIALS,
    "POST /api/v1/tokens": CREDENTIALS,
    "PUT CASES/{new}": "{report}",
    "PUT CASES/{reported}": "{report}",
    "PUT CASES/{reported}/photos/{declared}": b"photo",
    "POST CASES/{reported}/photos/{stored}/original": {"reason": "核对原图"},
    "POST CASES/{handling}/notes": {"text": "现场情况", "shared": True},
    "PUT /api/v1/notes/{new}/files/{declared}": b"photo",
    "PUT /api/v1/push/subscriptions": {"endpoint": "a-device"},
    "POST CASES/{reported}/reveal": {"reason": "回访"},
    "POST CASES/{reported}/merge": {"into": "{other}"},
    "POST CASES/{filed}/dispatch": {"organization": "{yuhu}"},
    "POST CASES/{filed}/call_ruling": {**WHY, "organization": "{yuhu}"},
    "POST CASES/{ruling}/rule": {**WHY, "organization": "{yuhu}"},
    "POST CASES/{dispatched}/join": {"partners": "{partners}"},
    "POST CASES/{return_asked}/grant_return": {"fault": "wrong_dispatch"},
    "POST CASES/{acknowledged}/assign": {"unit": "{unit}"},
    "POST CASES/{handling}/ask_extension": SOON,
    "POST CASES/{handling}/ask_deferral": SOON,
    "POST CASES/{enforcement}/link_decision": {"document": "演示〔2026〕1号"},
    "POST CASES/{extension_asked}/grant_long_extension": {"document": "演示〔2026〕2号"},
}
"""What is sent, where something must be; to every other button a reason."""


@dataclass(frozen=True)
class Row:
    """One method of one address, what each role gets there, and the body that is sent."""

    method: str
    path: str
    statuses: tuple[str, ...]
    body: Any


def _rows() -> tuple[Row, ...]:
    lines = [
        line.split()
        for line in (TABLE + DUTY + NETWORK + RULES + TILES).splitlines()
        if line and not line.startswith("#")
    ]
    return tuple(
        Row(method, _long(path), tuple(statuses), _body(method, path))
        for method, path, *statuses in lines
    )


def _body(method: str, path: str) -> Any:
    button = method == "POST" and path.startswith("CASES/")
    return BODIES.get(f"{method} {path}", WHY if button else None)


def _long(path: str) -> str:
    for short, long in SHORT.items():
        path = path.replace(short, long)
    return path


ROWS: Final = _rows()
