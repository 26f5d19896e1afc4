from django.urls import path

from demo.api.stories import StoriesView

urlpatterns = [path("stories", StoriesView.as_view())]
