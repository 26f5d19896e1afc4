"""Signing in: by session for the web, by token for devices."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import DeviceToken, User
from tests.factories import Cast

PASSWORD = "a password of the tests 7"
SESSION = "/api/v1/session"
TOKENS = "/api/v1/tokens"


@pytest.fixture
def acceptor(cast: Cast) -> User:
    """The acceptor, with a password."""
    user = cast.users["acceptor"]
    user.set_password(PASSWORD)
    user.save()
    return user


def browser() -> APIClient:
    """A browser that has opened the sign-in page: it holds the CSRF cookie and sends it back."""
    client = APIClient(enforce_csrf_checks=True)
    return carrying(client, client.get(SESSION).json()["csrf_token"])


def carrying(client: APIClient, token: str) -> APIClient:
    client.credentials(HTTP_X_CSRFTOKEN=token)
    return client


def test_a_visitor_is_nobody_and_learns_the_cities(client: Client, cast: Cast) -> None:
    said = client.get(SESSION).json()
    assert said["user"] is None
    assert [city["slug"] for city in said["cities"]] == ["xiangtan"]
    assert client.cookies["csrftoken"].value


def test_a_member_of_staff_signs_in_and_is_told_their_posts(acceptor: User) -> None:
    client = browser()
    answer = client.post(SESSION, {"username": "acceptor", "password": PASSWORD}, "json")
    assert answer.status_code == 200
    user = answer.json()["user"]
    assert user["display_name"] == "受理员"
    (held,) = user["memberships"]
    assert held["post"] == "acceptor"
    assert held["organization_name"] == "城管信息监督指挥中心"
    assert held["city"] == "xiangtan"
    assert held["scope"] == "city"
    assert "accept" in held["verbs"]
    assert client.get(SESSION).json()["user"]["username"] == "acceptor"


def test_signing_out_ends_the_session(acceptor: User) -> None:
    client = browser()
    said = client.post(SESSION, {"username": "acceptor", "password": PASSWORD}, "json").json()
    assert carrying(client, said["csrf_token"]).delete(SESSION).status_code == 204
    assert client.get(SESSION).json()["user"] is None
    assert client.get("/api/v1/classes?city=xiangtan").status_code == 401


def test_another_page_cannot_sign_a_visitor_in(acceptor: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    answer = client.post(SESSION, {"username": "acceptor", "password": PASSWORD}, "json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_failed"


@pytest.mark.parametrize("path", [SESSION, TOKENS])
@pytest.mark.parametrize("username", ["acceptor", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody(
    acceptor: User, path: str, username: str
) -> None:
    answer = browser().post(path, {"username": username, "password": "guess"}, "json")
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"


def test_guessing_locks_the_account_from_that_address_only(acceptor: User) -> None:
    client = APIClient()

    def attempt(password: str, address: str) -> Any:
        said = {"username": "acceptor", "password": password}
        return client.post(TOKENS, said, "json", REMOTE_ADDR=address)

    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = attempt("guess", "10.0.0.9")
    assert answer.status_code == 429
    assert answer.json()["code"] == "account_locked"
    assert int(answer["Retry-After"]) > 0
    assert attempt(PASSWORD, "10.0.0.9").status_code == 429
    assert attempt(PASSWORD, "10.0.0.10").status_code == 201


def test_behind_nginx_one_who_guesses_does_not_lock_the_others_out(acceptor: User) -> None:
    client = APIClient()

    def attempt(password: str, address: str) -> int:
        said = {"username": "acceptor", "password": password}
        return client.post(TOKENS, said, "json", headers={"X-Real-IP": address}).status_code

    assert [attempt("guess", "10.0.0.9") for _ in range(settings.AXES_FAILURE_LIMIT)][-1] == 429
    assert attempt(PASSWORD, "10.0.0.10") == 201


def test_somebody_who_left_cannot_sign_in(acceptor: User) -> None:
    acceptor.is_active = False
    acceptor.save()
    answer = browser().post(SESSION, {"username": "acceptor", "password": PASSWORD}, "json")
    assert answer.status_code == 401


def test_a_post_that_has_ended_is_not_shown(cast: Cast, acceptor: User) -> None:
    acceptor.memberships.update(valid_to=timezone.now())
    assert cast.client("acceptor").get(SESSION).json()["user"]["memberships"] == []


def phone(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def test_a_phone_gets_a_token_uses_it_and_gives_it_back(acceptor: User) -> None:
    said = {"username": "acceptor", "password": PASSWORD, "device": "2 号手机"}
    answer = APIClient().post(TOKENS, said, "json")
    assert answer.status_code == 201
    row = DeviceToken.objects.get()
    assert row.device == "2 号手机"
    token = answer.json()["token"]
    assert token not in (row.digest, row.token_key)
    assert phone(token).get(SESSION).json()["user"]["username"] == "acceptor"
    assert phone(token).delete(f"{TOKENS}/current").status_code == 204
    assert phone(token).get(SESSION).status_code == 401


def test_a_phone_in_use_stays_signed_in_and_a_lost_one_does_not(acceptor: User) -> None:
    row, token = DeviceToken.objects.create(user=acceptor, device="旧手机")
    assert row.expiry > timezone.now() + timedelta(days=29)
    DeviceToken.objects.update(expiry=timezone.now() + timedelta(days=2))
    phone(token).get(SESSION)
    assert DeviceToken.objects.get().expiry > timezone.now() + timedelta(days=29)
    DeviceToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert phone(token).get(SESSION).status_code == 401


def test_who_am_i_takes_the_same_queries_however_many_posts(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("acceptor")
    # Session, account, memberships, cities, their boxes.
    with django_assert_num_queries(5):
        client.get(SESSION)


def test_a_phone_in_use_clears_what_has_ended_of_its_account(acceptor: User) -> None:
    _, token = DeviceToken.objects.create(user=acceptor, device="新手机")
    old, _ = DeviceToken.objects.create(user=acceptor, device="旧手机")
    DeviceToken.objects.filter(pk=old.pk).update(expiry=timezone.now() - timedelta(days=1))
    assert phone(token).get(SESSION).status_code == 200
    assert [row.device for row in DeviceToken.objects.all()] == ["新手机"]


def test_a_token_is_nobody_s_without_its_last_letters_or_its_owner(acceptor: User) -> None:
    _, token = DeviceToken.objects.create(user=acceptor)
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert [phone(said).get(SESSION).status_code for said in (wrong, token[:15], "ü")] == [401] * 3
    assert phone(token).get(SESSION).status_code == 200
    User.objects.filter(pk=acceptor.pk).update(is_active=False)
    assert phone(token).get(SESSION).status_code == 401
