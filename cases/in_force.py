"""What is in force in a city when a report comes in, its dictionary and network, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gis_core.db.planned import planned_once
from gis_core.errors import CityUnknown
from gis_core.models import partly
from grids.models import City, Generation, NoNetwork
from standards.models import CaseClass, ClassUnknown

_VALID: Final = "valid_from <= %(at)s AND (valid_to IS NULL OR valid_to > %(at)s)"
_IN_FORCE: Final = f"""
    SELECT city.id, city.slug, city.name, class.id, class.code, class.kind, network.id
    FROM grids_city city
    LEFT JOIN LATERAL (
        SELECT k.id, k.code, k.kind
        FROM standards_caseclass k JOIN standards_dictionary d ON d.id = k.dictionary_id
        WHERE d.city_id = city.id AND {_VALID} AND k.level = 'minor' AND k.code = %(code)s
        ORDER BY d.valid_from DESC LIMIT 1
    ) class ON true
    LEFT JOIN LATERAL (
        SELECT id FROM grids_generation WHERE city_id = city.id AND {_VALID}
        ORDER BY valid_from DESC LIMIT 1
    ) network ON true
    WHERE city.slug = %(city)s
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Rows as far as a report needs them: what else they hold is read when it is asked for."""

    city: City
    case_class: CaseClass
    network: Generation | None

    def require_network(self) -> Generation:
        """Return the network, or raise NoNetwork."""
        if self.network is None:
            raise NoNetwork(what=self.city.name)
        return self.network


def in_force(city: str, class_code: str, at: datetime) -> InForce:
    """Return a city by its slug, its minor class of this code and its network at a moment.

    Raises CityUnknown, ClassUnknown.
    """
    with planned_once() as cursor:
        cursor.execute(_IN_FORCE, {"city": city, "code": class_code, "at": at})
        row = cursor.fetchone()
    if row is None:
        raise CityUnknown(city=city)
    if row[3] is None:
        raise ClassUnknown(what=class_code)
    return InForce(
        city=partly(City, id=row[0], slug=row[1], name=row[2]),
        case_class=partly(CaseClass, id=row[3], code=row[4], kind=row[5]),
        network=partly(Generation, id=row[6]) if row[6] else None,
    )
