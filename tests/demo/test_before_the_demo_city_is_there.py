"""Before the demo city is loaded, and when loading it fails: nothing is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from cases.models import Case
from demo import loading
from grids.models import City
from tests.demo.conftest import load_tiny, put_on_squares


@pytest.mark.django_db
def test_what_breaks_half_way_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pull_the_plug(*_: object) -> None:
        raise KeyboardInterrupt

    put_on_squares(monkeypatch)
    monkeypatch.setattr(loading, "attach_pictures", pull_the_plug)
    with pytest.raises(KeyboardInterrupt):
        load_tiny()
    assert not City.objects.exists()
    assert not Case.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_missing_sources_are_said_with_the_command_that_fetches_them(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="demo/sources/fetch") as refused:
        call_command("load_demo", sources=tmp_path)
    assert "请先运行" in str(refused.value)
    assert not City.objects.exists()


@pytest.mark.django_db
def test_accounts_without_their_city_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts", passwords=tmp_path / "passwords.json")
