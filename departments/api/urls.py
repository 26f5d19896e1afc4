from django.urls import path

from departments.api.organizations import OrganizationsView
from departments.api.session import SessionView

urlpatterns = [
    path("session", SessionView.as_view()),
    path("organizations", OrganizationsView.as_view()),
]
