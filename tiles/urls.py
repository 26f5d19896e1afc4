from django.urls import path

from tiles.views import StyleView, TileJsonView, TileView

# Numbers are read as text, so that a bad address is told apart from an unknown one.
urlpatterns = [
    path("style.json", StyleView.as_view()),
    path("<str:layer>.json", TileJsonView.as_view()),
    path("<str:layer>/<str:z>/<str:x>/<str:y>.mvt", TileView.as_view()),
]
