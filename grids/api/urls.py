from django.urls import path

from grids.api.areas import CellList, CommunityList, DistrictList, StreetList
from grids.api.at import CellAtView
from grids.api.cities import CitiesView
from grids.api.offline import OfflinePackView
from grids.api.snapping import SnapView

urlpatterns = [
    path("cities", CitiesView.as_view()),
    path("districts", DistrictList.as_view()),
    path("streets", StreetList.as_view()),
    path("communities", CommunityList.as_view()),
    path("cells", CellList.as_view()),
    path("cells/snap", SnapView.as_view()),
    path("offline-pack", OfflinePackView.as_view()),
    path("cells/at", CellAtView.as_view()),
]
