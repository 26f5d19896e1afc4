from django.urls import path

from standards.api.classes import ClassesView

urlpatterns = [path("classes", ClassesView.as_view())]
