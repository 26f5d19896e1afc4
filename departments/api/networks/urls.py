from django.urls import path

from departments.api.networks.drafts import (
    DiscardView,
    DraftsView,
    DraftView,
    GenerationsView,
    PublishView,
)
from departments.api.networks.edits import EditsView, EditView
from departments.api.networks.findings import ComparisonView, FindingsView
from departments.api.networks.levels import (
    DraftCells,
    DraftCommunities,
    DraftDistricts,
    DraftStreets,
)

DRAFT = "drafts/<uuid:draft>"

urlpatterns = [
    path("generations", GenerationsView.as_view()),
    path("drafts", DraftsView.as_view()),
    path(DRAFT, DraftView.as_view()),
    path(f"{DRAFT}/publish", PublishView.as_view()),
    path(f"{DRAFT}/discard", DiscardView.as_view()),
    path(f"{DRAFT}/districts", DraftDistricts.as_view()),
    path(f"{DRAFT}/streets", DraftStreets.as_view()),
    path(f"{DRAFT}/communities", DraftCommunities.as_view()),
    path(f"{DRAFT}/cells", DraftCells.as_view()),
    path(f"{DRAFT}/findings", FindingsView.as_view()),
    path(f"{DRAFT}/compare", ComparisonView.as_view()),
    path(f"{DRAFT}/edits", EditsView.as_view()),
    path(f"{DRAFT}/edits/<uuid:edit>", EditView.as_view()),
]
