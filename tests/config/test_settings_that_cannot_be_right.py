"""A setting that cannot be right is found before the city starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from config.start import refuse_wrong_settings
from tiles.background import check_background


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("ftp://map.example.org/{z}/{x}/{y}", "https://"),
        ("https://{x}.example.org/{z}/{x}/{y}", "host"),
        ("https://who:pass@map.example.org/{z}/{x}/{y}", "host"),
        ("https://map.example.org/{z}/{x}", "{y}"),
        ("https://map.example.org/{z}/{x}/{y}?layer={layer}", "{layer}"),
        ("https://map.example.org/{z}/{x}/{y}?tk={key}", "WANGGE_BACKGROUND_KEY"),
    ],
)
def test_a_setting_that_cannot_be_right_is_found_before_the_city_starts(
    template: str, wrong: str
) -> None:
    with override_settings(BACKGROUND_URL=template, BACKGROUND_KEY=""):
        said = " ".join(str(found.msg) for found in check_background())
    assert wrong in said
    assert "example.org" not in said


def test_no_server_starts_with_it() -> None:
    refuse_wrong_settings()
    with (
        override_settings(BACKGROUND_URL="https://map.example.org/{z}"),
        pytest.raises(ImproperlyConfigured, match="WANGGE_BACKGROUND_URL"),
    ):
        refuse_wrong_settings()
    with (
        override_settings(CORS_ALLOWED_ORIGINS=["*"]),
        pytest.raises(ImproperlyConfigured, match="CORS"),
    ):
        refuse_wrong_settings()
