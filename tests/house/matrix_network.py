"""The lines of `matrix.py` about the network: who edits drafts of it, and who makes them count."""

from typing import Any, Final

NETWORK: Final = """
# The network: what is in force is for everybody, drafts for those who edit or publish. The draft
# has a community that is not numbered by the rule, so nobody can publish it yet.
#                                                    ano non col acc pho shi dci dsu han lea adm
GET    NETWORKS/generations?CITY                     401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    NETWORKS/generations/1/cases?CITY             401 ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET    NETWORKS/drafts?CITY                          401 403 403 403 403 403 403 403 403 ok  ok
PUT    NETWORKS/drafts/{new}?CITY                    401 403 403 403 403 403 403 403 403 403 ok
GET    DRAFT                                         401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/districts                               401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/streets                                 401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/communities                             401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/cells                                   401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/findings                                401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/compare                                 401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/cases                                   401 403 403 403 403 403 403 403 403 ok  ok
GET    DRAFT/edits                                   401 403 403 403 403 403 403 403 403 ok  ok
PUT    DRAFT/edits/{new}                             401 403 403 403 403 403 403 403 403 403 ok
POST   DRAFT/publish                                 401 403 403 403 403 403 403 403 403 409 409
POST   DRAFT/discard                                 401 403 403 403 403 403 403 403 403 403 ok
"""

NETWORK_BODIES: Final[dict[str, Any]] = {
    "PUT DRAFT/edits/{new}": {"verb": "renumber", "area": "{renumbered}"},
    "POST DRAFT/publish": {"id": "{new}", "at": "{soon}"},
    "POST DRAFT/discard": {"id": "{new}"},
}
