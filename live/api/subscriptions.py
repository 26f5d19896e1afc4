"""A phone registers where it can be told of news, and signs off."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from live.models import PushSubscription


class SubscriptionSerializer(serializers.ModelSerializer[PushSubscription]):
    class Meta:
        model = PushSubscription
        fields = ("id", "endpoint", "created_at")
        # A phone that changes hands registers again: that is no mistake.
        extra_kwargs = {"endpoint": {"validators": []}, "created_at": {"read_only": True}}


class SubscriptionsView(APIView):
    @extend_schema(responses=SubscriptionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Your phones that are told of news."""
        mine = PushSubscription.objects.filter(user=request.user.pk).order_by("created_at")
        return Response(SubscriptionSerializer(mine, many=True).data)

    @extend_schema(
        request=SubscriptionSerializer,
        responses={
            201: SubscriptionSerializer,
            200: OpenApiResponse(SubscriptionSerializer, "the same phone again"),
        },
    )
    def put(self, request: Request) -> Response:
        """Register this phone for yourself; whoever held it before is told no more."""
        form = SubscriptionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        subscription, new = PushSubscription.objects.update_or_create(
            endpoint=form.validated_data["endpoint"], defaults={"user_id": str(request.user.pk)}
        )
        code = status.HTTP_201_CREATED if new else status.HTTP_200_OK
        return Response(SubscriptionSerializer(subscription).data, status=code)


class SubscriptionView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        """Sign a phone of yours off."""
        PushSubscription.objects.filter(pk=subscription_id, user=request.user.pk).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
