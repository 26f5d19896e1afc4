from django.urls import path

from departments.api.session import SessionView

urlpatterns = [
    path("session", SessionView.as_view()),
]
