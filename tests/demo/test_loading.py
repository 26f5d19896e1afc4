"""Loading the demo city: once, whole or not at all, the same for the same seed."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from accounts.models import User
from cases.models import Case
from demo import cases as generated
from demo.accounts import ACCOUNTS, passwords_in
from demo.facilities import markets_m
from demo.ground import load_ground
from demo.story_rows import accepted_times
from facilities.models import Facility
from grids.models import Generation
from tests.demo.conftest import LOADED_AT, DemoCity, load_tiny
from tests.demo.squares import draw_straight_roads


def test_a_second_load_says_at_once_that_the_city_is_there(demo_city: DemoCity) -> None:
    said = StringIO()
    call_command("load_demo", stdout=said)
    assert "已经装入" in said.getvalue()
    assert "loaded already" in said.getvalue()
    assert load_tiny() is False  # even where two start at the same moment
    assert Case.objects.of(demo_city.city).count() == demo_city.scale.figures.rows


def drawn_again(demo_city: DemoCity, seed: int) -> str:
    """Draw the cases of the loaded city once more, and return a digest of all their rows."""
    network = Generation.objects.current(demo_city.city, LOADED_AT)
    public = Facility.objects.of(demo_city.city)
    scene = generated.Scene(
        city=demo_city.city,
        ground=load_ground(network, draw_straight_roads(network).roads),
        organizations={o.code: o for o in demo_city.city.organizations.all()},
        users={user.username: user for user in User.objects.all()},
        markets_m=markets_m(list(public)),
    )
    figures = demo_city.scale.figures
    cases, _ = generated.draw(scene, figures, accepted_times(), seed=seed, at=LOADED_AT)
    parts = [part.cases + part.events for part in cases.parts()]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def test_the_same_seed_draws_the_same_cases(demo_city: DemoCity) -> None:
    assert drawn_again(demo_city, seed=11) == drawn_again(demo_city, seed=11)
    assert drawn_again(demo_city, seed=11) != drawn_again(demo_city, seed=12)


def test_accounts_get_random_passwords_that_only_the_owner_may_read(
    demo_city: DemoCity, tmp_path: Path
) -> None:
    file = tmp_path / "secrets" / "passwords.json"
    said = StringIO()
    call_command("demo_accounts", passwords=file, stdout=said)
    assert file.stat().st_mode & 0o777 == 0o600
    known = json.loads(file.read_text())
    assert set(known) == {account.username for account in ACCOUNTS}
    assert len(set(known.values())) == len(known)
    for username, password in known.items():
        assert User.objects.get(username=username).check_password(password)
        assert password in said.getvalue()


def test_asked_again_the_accounts_keep_their_passwords(demo_city: DemoCity, tmp_path: Path) -> None:
    file = tmp_path / "passwords.json"
    call_command("demo_accounts", passwords=file, stdout=StringIO())
    before = dict(User.objects.values_list("username", "password"))
    call_command("demo_accounts", passwords=file, stdout=StringIO())
    assert dict(User.objects.values_list("username", "password")) == before


def test_a_lost_file_gives_new_passwords(demo_city: DemoCity, tmp_path: Path) -> None:
    call_command("demo_accounts", passwords=tmp_path / "old.json", stdout=StringIO())
    call_command("demo_accounts", passwords=tmp_path / "new.json", stdout=StringIO())
    new = passwords_in(tmp_path / "new.json")
    assert User.objects.get(username="leader").check_password(new["leader"])
