"""Sign-in for devices: a token that the phone keeps and can give back."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.credentials import CredentialsSerializer, account_of
from accounts.models import DeviceToken


class TokenRequestSerializer(CredentialsSerializer):
    device = serializers.CharField(max_length=80, default="", allow_blank=True)


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField(allow_null=True)


class TokensView(APIView):
    """Exchange a password for a token. No cookie is read, so none needs guarding."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=TokenRequestSerializer, responses={201: TokenSerializer})
    def post(self, request: Request) -> Response:
        form = TokenRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = account_of(request, form.validated_data)
        row, token = DeviceToken.objects.create(user=user, device=form.validated_data["device"])
        body = TokenSerializer({"token": token, "expires_at": row.expiry}).data
        return Response(body, status=status.HTTP_201_CREATED)


class CurrentTokenView(APIView):
    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Give back the token that this request carries; without one there is nothing to do."""
        if isinstance(request.auth, DeviceToken):
            request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
