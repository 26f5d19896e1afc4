"""Sign-in for the web: a session cookie, guarded by CSRF, and the answer to "who am I"."""

from typing import Any

from django.contrib.auth import login, logout
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.credentials import CredentialsSerializer, account_of
from accounts.models import User
from departments.models import Membership
from grids.api.cities import CitySerializer
from grids.cities import city_cards


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    post = serializers.CharField(source="post.code")
    post_name = serializers.CharField(source="post.name")
    organization_id = serializers.UUIDField()
    organization_name = serializers.CharField(source="organization.name")
    city = serializers.CharField(source="city.slug", help_text="slug of the city")
    verbs = serializers.ListField(child=serializers.CharField(), source="post.verbs")
    scope = serializers.CharField(source="post.scope")

    class Meta:
        model = Membership
        fields = (
            "post",
            "post_name",
            "organization_id",
            "organization_name",
            "city",
            "verbs",
            "scope",
            "area_codes",
        )


class UserSerializer(serializers.ModelSerializer[User]):
    display_name = serializers.CharField(source="__str__")
    memberships = MembershipSerializer(many=True, source="held")

    class Meta:
        model = User
        fields = ("id", "username", "display_name", "memberships")


class SessionSerializer(serializers.Serializer[Any]):
    user = UserSerializer(allow_null=True)
    csrf_token = serializers.CharField()
    cities = CitySerializer(many=True)


@method_decorator([ensure_csrf_cookie, csrf_protect], name="dispatch")
class SessionView(APIView):
    """The session of this browser. CSRF is asked of sign-in too, so that no other page can sign
    a visitor in as somebody else."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        """Who is signed in, the CSRF token to send with writes, and the cities there are."""
        return Response(_session(request))

    @extend_schema(request=CredentialsSerializer, responses=SessionSerializer)
    def post(self, request: Request) -> Response:
        form = CredentialsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = account_of(request, form.validated_data)
        login(request._request, user)
        request.user = user
        return Response(_session(request))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _session(request: Request) -> dict[str, object]:
    now = timezone.now()
    user = request.user if isinstance(request.user, User) else None
    if user is not None:
        held = Membership.objects.of(user).valid_at(now)
        user.held = held.select_related("post", "organization", "city")  # type: ignore[attr-defined]
    return SessionSerializer(
        {"user": user, "csrf_token": get_token(request._request), "cities": city_cards(now)}
    ).data
