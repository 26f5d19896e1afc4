from django.urls import path

from facilities.api.facilities import FacilityList, NearestView
from facilities.api.places import PlacesView

urlpatterns = [
    path("facilities", FacilityList.as_view()),
    path("facilities/nearest", NearestView.as_view()),
    path("places", PlacesView.as_view()),
]
