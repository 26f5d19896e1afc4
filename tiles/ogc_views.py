"""OGC API - Tiles over HTTP; a tile of it is the same tile."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from gis_core.errors import NotFound
from gis_core.layers import registry
from grids.api.params import CITY, city_from
from tiles import ogc
from tiles.views import SIGNED_IN, DrawingView, MapView

LAYER = OpenApiParameter("layer", str, OpenApiParameter.PATH)


class MatrixSetUnknown(NotFound):
    code = "matrix_set_unknown"
    zh = "没有名为“{what}”的切片矩阵集。"
    en = "There is no tile matrix set called “{what}”."


def known(matrix_set: str) -> None:
    """Raise MatrixSetUnknown for any but the one there is."""
    if matrix_set != ogc.SET:
        raise MatrixSetUnknown(what=matrix_set)


class OgcView(MapView):
    """What is told of the layers; open to everybody, as their TileJSON is."""

    permission_classes = (AllowAny,)

    def root(self, request: Request) -> str:
        return request.build_absolute_uri("/tiles/ogc/")


class LandingView(OgcView):
    @extend_schema(operation_id="ogc_landing", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """OGC API - Tiles: where everything is."""
        schema = request.build_absolute_uri("/api/v1/schema")
        return Response(ogc.landing(self.root(request), schema=schema))


class ConformanceView(OgcView):
    @extend_schema(operation_id="ogc_conformance", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """The requirement classes that are met."""
        return Response({"conformsTo": list(ogc.CONFORMS_TO)})


class CollectionsView(OgcView):
    @extend_schema(operation_id="ogc_collections", parameters=[CITY], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Every layer of a city as a collection."""
        city, now = city_from(request), timezone.now()
        return Response(ogc.collections(registry, city, self.root(request), now))


class CollectionView(OgcView):
    @extend_schema(
        operation_id="ogc_collection", parameters=[CITY, LAYER], responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request, layer: str) -> Response:
        """One layer of a city as a collection."""
        city, now = city_from(request), timezone.now()
        return Response(ogc.collection(registry.get(layer), city, self.root(request), now))


class TilesetsView(OgcView):
    @extend_schema(
        operation_id="ogc_tilesets", parameters=[CITY, LAYER], responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request, layer: str) -> Response:
        """The tile sets of a layer: one."""
        return Response(ogc.tilesets(registry.get(layer), city_from(request), self.root(request)))


class TilesetView(OgcView):
    @extend_schema(
        operation_id="ogc_tileset", parameters=[CITY, LAYER], responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request, layer: str, matrix_set: str) -> Response:
        """Fields, zooms and the address of a tile."""
        known(matrix_set)
        city, now = city_from(request), timezone.now()
        return Response(ogc.tileset(registry.get(layer), city, self.root(request), now))


class MatrixSetsView(OgcView):
    @extend_schema(operation_id="ogc_matrix_sets", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """The tile matrix sets: one."""
        return Response(ogc.matrix_sets(self.root(request)))


class MatrixSetView(OgcView):
    @extend_schema(operation_id="ogc_matrix_set", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, matrix_set: str) -> Response:
        """WebMercatorQuad."""
        known(matrix_set)
        return Response(ogc.matrix_set())


class OgcTileView(DrawingView):
    @extend_schema(
        operation_id="ogc_tile",
        auth=SIGNED_IN,
        parameters=[CITY, LAYER],
        responses={
            (200, ogc.MVT): OpenApiTypes.BINARY,
            204: OpenApiResponse(description="Nothing to draw here."),
            304: OpenApiResponse(description="What you have is still right."),
        },
    )
    def get(self, request: Request, layer: str, matrix_set: str, **at: Any) -> HttpResponseBase:
        """One vector tile, by matrix, row and column."""
        known(matrix_set)
        return self.draw(request, layer, at["z"], at["x"], at["y"])
