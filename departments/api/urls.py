from django.urls import include, path

from departments.api.calendar import CalendarDayView, CalendarView
from departments.api.organizations import OrganizationsView
from departments.api.session import SessionView

urlpatterns = [
    path("networks/", include("departments.api.networks.urls")),
    path("session", SessionView.as_view()),
    path("organizations", OrganizationsView.as_view()),
    path("calendar", CalendarView.as_view()),
    path("calendar/<str:day>", CalendarDayView.as_view()),
]
