"""The administration pages: for operators only, and every list opens."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from tests.factories import Cast
from tests.rules import rule

OURS = ("accounts", "grids", "standards", "departments", "facilities")
LISTS = [
    f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    for model in admin.site._registry
    if model._meta.app_label in OURS
]


@pytest.fixture
def operator(cast: Cast) -> User:
    return User.objects.create_superuser("operator", password="!")


def test_what_staff_look_after_has_its_page() -> None:
    assert {name.split("_")[1] for name in LISTS} >= {
        "user",
        "devicetoken",
        "city",
        "dictionary",
        "organization",
        "post",
        "membership",
        "routingrule",
        "ruleset",
        "facility",
    }


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_and_can_be_searched(cast: Cast, operator: User, name: str) -> None:
    rule(cast, 1, "yuhu")
    assert cast.client(operator).get(reverse(name), {"q": "a"}).status_code in (200, 302)
    assert cast.client(operator).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("post", ["acceptor", "administrator", "leader"])
def test_a_post_in_a_city_opens_no_administration_page(cast: Cast, post: str) -> None:
    answer = cast.client(post).get("/admin/")
    assert answer.status_code == 302
    assert answer["location"].startswith("/admin/login/")


def test_an_account_is_added_and_changed_on_its_page(cast: Cast, operator: User) -> None:
    client = cast.client(operator)
    assert client.get(reverse("admin:accounts_user_add")).status_code == 200
    page = reverse("admin:accounts_user_change", args=[cast.users["acceptor"].pk])
    assert client.get(page).status_code == 200
