"""The layers of this installation, in drawing order."""

from cases.layers import CASES
from departments.layers import DUTY_GRIDS
from facilities.layers import FACILITIES
from gis_core.layers import registry
from grids.layers import CELLS, DISTRICTS, STREETS


def register_layers() -> None:
    """Fill the registry; each layer is declared in its own room."""
    registry.register(DISTRICTS, STREETS, CELLS, DUTY_GRIDS, FACILITIES, CASES)
