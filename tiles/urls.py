from django.urls import path

from tiles import ogc_views
from tiles.background_views import BackgroundJsonView, BackgroundView
from tiles.views import StyleView, TileJsonView, TileView

# Numbers are read as text, so that a bad address is told apart from an unknown one.
_LAYER = "ogc/collections/<str:layer>"
_SET = f"{_LAYER}/tiles/<str:matrix_set>"

# Addresses are tried in turn: what is asked for most comes first.
urlpatterns = [
    path("<str:layer>/<str:z>/<str:x>/<str:y>.mvt", TileView.as_view()),
    path("ogc/", ogc_views.LandingView.as_view()),
    path("ogc/conformance", ogc_views.ConformanceView.as_view()),
    path("ogc/tileMatrixSets", ogc_views.MatrixSetsView.as_view()),
    path("ogc/tileMatrixSets/<str:matrix_set>", ogc_views.MatrixSetView.as_view()),
    path("ogc/collections", ogc_views.CollectionsView.as_view()),
    path(_LAYER, ogc_views.CollectionView.as_view()),
    path(f"{_LAYER}/tiles", ogc_views.TilesetsView.as_view()),
    path(_SET, ogc_views.TilesetView.as_view()),
    path(f"{_SET}/<str:z>/<str:y>/<str:x>", ogc_views.OgcTileView.as_view()),
    path("style.json", StyleView.as_view()),
    path("background.json", BackgroundJsonView.as_view()),
    path("background/<str:z>/<str:x>/<str:y>", BackgroundView.as_view()),
    path("<str:layer>.json", TileJsonView.as_view()),
]
