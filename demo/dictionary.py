"""The demo city's dictionary: the list that comes with the platform, and a class of its own."""

from typing import Final

from demo.figures import OPENED_AT
from grids.models import City
from standards.dictionaries import extend, load_dictionary
from standards.models import Dictionary

LITTER_FROM_CARS: Final = "06099"
"""车窗抛物: the city's own class, the first number down from 99 below its major class."""

NOTE: Final = (
    "演示数据自 2017 年起统一按本表归类；06099 车窗抛物、10099 供水管道破裂为本市扩展。\n"
    "The demo classes all its cases since 2017 by this list; 06099 and 10099 are the city's own."
)


def create_dictionary(city: City) -> Dictionary:
    """Create the dictionary with the city's extension."""
    dictionary = load_dictionary(city, "2026", valid_from=OPENED_AT)
    dictionary.name = f"{dictionary.name}，含本市扩展"
    dictionary.origin = f"{dictionary.origin}\n{NOTE}"
    dictionary.save(update_fields=["name", "origin"])
    extend(dictionary, "10", "供水管道破裂", "Burst water main")
    # Each report names a car by its plate.
    litter = extend(dictionary, "06", "车窗抛物", "Litter thrown from cars", sensitive=True)
    if litter.code != LITTER_FROM_CARS:
        raise ValueError(f"{litter.code} is not {LITTER_FROM_CARS}")
    return dictionary
