from django.urls import path

from grids.api.cities import CitiesView

urlpatterns = [
    path("cities", CitiesView.as_view()),
]
