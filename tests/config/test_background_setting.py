"""A background map that cannot be right is found before the city starts."""

import pytest
from django.test import override_settings

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
