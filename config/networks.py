"""What the rooms above the grid add to drafts of a network."""

from cases.rereading import cases_in_cells
from departments.duty_in_cells import duty_in_cells
from facilities.cutting import components_cut
from grids.drafts.ports import ports


def register_networks() -> None:
    """Fill the ports; each check and count is declared in its own room."""
    ports.register_check(components_cut)
    ports.register_affected("cases", cases_in_cells)
    ports.register_affected("duty", duty_in_cells)
