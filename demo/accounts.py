"""One account or two for each post, named by the post: no invented people.

Passwords are random per installation and live in one file that only its owner may read.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accounts.models import User
from demo.figures import OPENED_AT
from demo.organizations import Organizations, street_unit_code
from departments.models import Membership
from departments.posts import create_posts
from grids.models import City

DEMO_STREET: Final = "430302001"
"""雨湖路街道: the demo collector's beat, and the street whose unit the demo handler belongs to."""

PASSWORD_BYTES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """An account: the post it holds, in which organisation, for which districts or streets."""

    username: str
    display_name: str
    post: str
    organization: str
    areas: tuple[str, ...] = ()
    is_operator: bool = False


ACCOUNTS: Final[tuple[DemoAccount, ...]] = (
    DemoAccount(
        username="collector",
        display_name="演示采集员",
        post="collector",
        organization="centre",
        areas=(DEMO_STREET,),
    ),
    DemoAccount(
        username="collector_yuetang",
        display_name="演示采集员（岳塘区）",
        post="collector",
        organization="centre",
        areas=("430304",),
    ),
    DemoAccount(
        username="acceptor", display_name="演示受理员", post="acceptor", organization="centre"
    ),
    DemoAccount(
        username="phone_operator",
        display_name="演示话务员",
        post="phone_operator",
        organization="centre",
    ),
    DemoAccount(
        username="shift_leader",
        display_name="演示值班长",
        post="shift_leader",
        organization="centre",
    ),
    DemoAccount(
        username="dispatcher_city",
        display_name="演示派遣员（市）",
        post="dispatcher_city",
        organization="centre",
    ),
    DemoAccount(
        username="dispatcher_yuhu",
        display_name="演示派遣员（雨湖区）",
        post="dispatcher_sub",
        organization="yuhu",
    ),
    DemoAccount(
        username="dispatcher_yuetang",
        display_name="演示派遣员（岳塘区）",
        post="dispatcher_sub",
        organization="yuetang",
    ),
    DemoAccount(
        username="handler",
        display_name="演示处置员（雨湖路街道）",
        post="handler",
        organization=street_unit_code(DEMO_STREET),
    ),
    DemoAccount(username="leader", display_name="演示领导", post="leader", organization="bureau"),
    DemoAccount(
        username="assessor", display_name="演示考核员", post="assessor", organization="assessment"
    ),
    DemoAccount(
        username="analyst", display_name="演示数据分析员", post="analyst", organization="centre"
    ),
    DemoAccount(
        username="administrator",
        display_name="演示系统管理员",
        post="administrator",
        organization="centre",
        is_operator=True,
    ),
)


def create_accounts(city: City, organizations: Organizations) -> dict[str, User]:
    """Create the demo accounts without passwords, and return them by user name."""
    posts = create_posts(city)
    users: dict[str, User] = {}
    for account in ACCOUNTS:
        user, _ = User.objects.get_or_create(
            username=account.username,
            defaults={
                "display_name": account.display_name,
                "is_staff": account.is_operator,
                "is_superuser": account.is_operator,
                "password": "!",
            },
        )
        Membership.objects.create(
            user=user,
            post=posts[account.post],
            organization=organizations[account.organization],
            city=city,
            area_codes=list(account.areas),
            valid_from=OPENED_AT,
        )
        users[account.username] = user
    return users


def passwords_in(file: Path) -> dict[str, str]:
    """Return the passwords by user name; a missing file, or a missing name, is made up for.

    The file is only its owner's to read (mode 600).
    """
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    missing = [a.username for a in ACCOUNTS if a.username not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(PASSWORD_BYTES) for name in missing}
        _write_private(file, json.dumps(known, indent=2) + "\n")
    return known


def set_passwords(passwords: Mapping[str, str], *, anew: bool) -> int:
    """Set the accounts' passwords and return how many were set.

    Hashing is slow on purpose, so an account that has a password keeps it unless `anew`.
    """
    changed = 0
    for user in User.objects.filter(username__in=[a.username for a in ACCOUNTS]):
        if anew or not user.has_usable_password():
            user.set_password(passwords[user.username])
            user.save(update_fields=["password"])
            changed += 1
    return changed


def _write_private(file: Path, text: str) -> None:
    """Write through a file that was private from its first byte."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(file)
