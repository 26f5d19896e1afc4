from django.urls import path

from standards.api.classes import ClassesView, ClassRowsView

urlpatterns = [
    path("classes", ClassesView.as_view()),
    path("classes/<str:code>/rows", ClassRowsView.as_view()),
]
