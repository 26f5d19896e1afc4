from django.urls import include, path

from departments.api.calendar import CalendarDayView, CalendarView
from departments.api.duty import AffectedView, CarryView, DutyAtView, FindingsView
from departments.api.duty_grids import CollectorsView, DutyGridList, DutyGridView
from departments.api.organizations import OrganizationsView
from departments.api.session import SessionView
from departments.api.shifts import ShiftsView, ShiftView

urlpatterns = [
    path("networks/", include("departments.api.networks.urls")),
    path("session", SessionView.as_view()),
    path("organizations", OrganizationsView.as_view()),
    path("calendar", CalendarView.as_view()),
    path("calendar/<str:day>", CalendarDayView.as_view()),
    path("shifts", ShiftsView.as_view()),
    path("shifts/<str:code>", ShiftView.as_view()),
    path("duty-grids", DutyGridList.as_view()),
    path("duty-grids/<uuid:grid_id>", DutyGridView.as_view()),
    path("duty/at", DutyAtView.as_view()),
    path("duty/findings", FindingsView.as_view()),
    path("duty/affected", AffectedView.as_view()),
    path("duty/carry", CarryView.as_view()),
    path("duty/collectors", CollectorsView.as_view()),
]
