"""The organisations of a city, as a tree of parents."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from departments.models import DISPATCH_TARGETS, Organization
from grids.api.params import CITY, city_from


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    takes_dispatches = serializers.SerializerMethodField(
        help_text="whether the city's command centre may dispatch to it"
    )

    class Meta:
        model = Organization
        fields = ("id", "code", "name", "name_en", "kind", "parent", "takes_dispatches")

    def get_takes_dispatches(self, organization: Organization) -> bool:
        return organization.kind in DISPATCH_TARGETS


class OrganizationsView(APIView):
    @extend_schema(parameters=[CITY], responses=OrganizationSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows: QuerySet[Organization] = Organization.objects.filter(city=city_from(request))
        return Response(OrganizationSerializer(rows.defer("area"), many=True).data)
