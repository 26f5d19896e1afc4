"""The three-level grid network of a city: district → street → cell, with communities between.

All four levels belong to a *generation*: one dated state of the network. A change of the network
is a new generation, and old cases keep the cell they were filed in.
"""

from grids.models.area import Area, Community, District, NetworkQuerySet, Street
from grids.models.cell import Cell, CellQuerySet
from grids.models.city import City, CodeScheme
from grids.models.draft import (
    DraftState,
    EditVerb,
    NetworkDraft,
    NetworkDraftQuerySet,
    NetworkEdit,
)
from grids.models.generation import Generation, GenerationQuerySet, NoNetwork
from grids.models.shape import Shape, ShapeLevel

__all__ = [
    "Area",
    "Cell",
    "CellQuerySet",
    "City",
    "CodeScheme",
    "Community",
    "District",
    "DraftState",
    "EditVerb",
    "Generation",
    "GenerationQuerySet",
    "NetworkDraft",
    "NetworkDraftQuerySet",
    "NetworkEdit",
    "NetworkQuerySet",
    "NoNetwork",
    "Shape",
    "ShapeLevel",
    "Street",
]
