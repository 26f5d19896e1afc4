from django.urls import path

from grids.api.areas import CellList, CommunityList, DistrictList, StreetList
from grids.api.at import CellAtView
from grids.api.cities import CitiesView

urlpatterns = [
    path("cities", CitiesView.as_view()),
    path("districts", DistrictList.as_view()),
    path("streets", StreetList.as_view()),
    path("communities", CommunityList.as_view()),
    path("cells", CellList.as_view()),
    path("cells/at", CellAtView.as_view()),
]
