"""Who sends this user name and password: the one place that asks the authentication backends."""

from typing import Any

from django.contrib.auth import authenticate
from rest_framework import serializers
from rest_framework.request import Request

from accounts.errors import WrongCredentials
from accounts.models import User


class CredentialsSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False, write_only=True)


def account_of(request: Request, fields: dict[str, str]) -> User:
    """Return the active account, or raise WrongCredentials. Failures are counted (axes)."""
    user = authenticate(request._request, username=fields["username"], password=fields["password"])
    if not isinstance(user, User):
        raise WrongCredentials
    return user
