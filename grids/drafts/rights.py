"""Who may change the network: verbs of posts, beside those of cases."""

from typing import Final

from gis_core.actor import Actor
from grids.drafts.errors import NetworkNotYours
from grids.models import City

EDIT_NETWORK: Final = "edit_network"
"""Prepare a draft: copy, edit, repair, discard."""
PUBLISH_NETWORK: Final = "publish_network"
"""Put a draft in force at a date."""


def may(actor: Actor, verb: str, city: City) -> bool:
    return actor.is_operator or actor.may(verb, city.pk)


def require(actor: Actor, city: City, *verbs: str) -> None:
    """Raise NetworkNotYours unless the actor holds one of the verbs in the city."""
    if not any(may(actor, verb, city) for verb in verbs):
        raise NetworkNotYours(verb=" / ".join(verbs))
