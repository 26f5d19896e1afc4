"""The shared cast: a city as small as it can be and still have every kind of neighbour.

Xiangtan here is the eight cells of `tests/ground.py`, one organisation of each kind that matters
and one account for each post. Everything is made in a few statements, so that a test that takes it
stays in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from rest_framework.test import APIClient

from accounts.models import User
from departments.models import Membership, Organization, OrganizationKind, Post
from departments.posts import create_posts
from gis_core.srid import WGS84
from grids.models import Cell, City, CodeScheme, Community, District, Generation, Street
from standards.models import CaseClass, CaseKind, Dictionary, Level, WorkingCalendar
from tests import ground

OPENED_AT: Final = datetime(2020, 1, 1, tzinfo=UTC)
NOW: Final = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in Xiangtan."""

ORGANIZATIONS: Final = (
    # parents first: code, parent, kind, name
    ("bureau", None, OrganizationKind.SUPERVISION_CENTRE, "湘潭市城市管理和综合执法局"),
    ("centre", "bureau", OrganizationKind.COMMAND_CENTRE, "城管信息监督指挥中心"),
    ("assessment", "bureau", OrganizationKind.SUPERVISION_CENTRE, "考核科"),
    ("yuhu", "bureau", OrganizationKind.SUB_PLATFORM, "雨湖区城管执法局"),
    ("yuetang", "bureau", OrganizationKind.SUB_PLATFORM, "岳塘区城管执法局"),
    ("yuhu-unit", "yuhu", OrganizationKind.UNIT, "雨湖路街道城管办"),
    ("yuetang-unit", "yuetang", OrganizationKind.UNIT, "下摄司街道城管办"),
    ("water", "bureau", OrganizationKind.UTILITY, "供水单位"),
)
POSTS: Final = (
    # user name, the organisation that they hold it in; the post is named the same, or in HOLDS
    ("collector", "centre"),
    ("checker", "centre"),
    ("acceptor", "centre"),
    ("phone_operator", "centre"),
    ("shift_leader", "centre"),
    ("dispatcher_city", "centre"),
    ("dispatcher_sub", "yuhu"),
    ("handler", "yuhu-unit"),
    ("leader", "bureau"),
    ("assessor", "assessment"),
    ("analyst", "centre"),
    ("administrator", "centre"),
)
HOLDS: Final = {"checker": "collector"}
"""A second collector: nobody checks what they found themselves."""
CLASSES: Final = (
    # kind, code, name, name_en; a longer code stands below the one that it begins with
    (CaseKind.COMPONENT, "01", "市政公用设施", "Municipal utilities"),
    (CaseKind.COMPONENT, "01001", "供水井盖", "Water supply manhole cover"),
    (CaseKind.EVENT, "03", "街面秩序", "Street order"),
    (CaseKind.EVENT, "03001", "店外经营", "Trading outside the shop"),
    (CaseKind.EVENT, "03002", "非法小广告", "Illegal small ad"),
    (CaseKind.EVENT, "03003", "道路不洁", "Dirty road"),
)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """A city and everybody in it, each by code."""

    city: City
    generation: Generation
    districts: dict[str, District]
    streets: dict[str, Street]
    communities: dict[str, Community]
    cells: dict[str, Cell]
    organizations: dict[str, Organization]
    posts: dict[str, Post]
    users: dict[str, User]
    classes: dict[str, CaseClass]

    def client(self, who: str | User) -> APIClient:
        """Return a browser in which the holder of a post (or this account) is signed in."""
        browser = APIClient()
        user = self.users[who] if isinstance(who, str) else who
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser


def xiangtan() -> Cast:
    """Make the cast's city; tests take it through the fixture `cast`."""
    city = City.objects.create(
        code="430300",
        slug="xiangtan",
        name="湘潭市",
        name_en="Xiangtan",
        time_zone="Asia/Shanghai",
        metre_srid=4547,
        code_scheme=CodeScheme.CN15,
        centre=Point(112.902, 27.831, srid=WGS84),
    )
    generation = Generation.objects.create(city=city, number=1, valid_from=OPENED_AT)
    WorkingCalendar.objects.create(city=city)
    districts = ground.districts(generation)
    streets = ground.streets(generation, districts)
    communities = ground.communities(generation, streets)
    organizations = _organizations(city)
    posts = create_posts(city)
    return Cast(
        city=city,
        generation=generation,
        districts=districts,
        streets=streets,
        communities=communities,
        cells=ground.cells(generation, communities),
        organizations=organizations,
        posts=posts,
        users=_users(city, posts, organizations),
        classes=_classes(city),
    )


def boston() -> City:
    """Make a second city without anything in it: what is Xiangtan's must not show here."""
    return City.objects.create(
        code="2507000",
        slug="boston",
        name="波士顿",
        name_en="Boston",
        time_zone="America/New_York",
        metre_srid=26986,
        code_scheme=CodeScheme.PLAIN,
        centre=Point(-71.06, 42.36, srid=WGS84),
    )


def member(cast: Cast, username: str, post: str, organization: str, **narrower: Any) -> User:
    """Make one more account that holds a post; `area_codes`, `valid_from` … as given."""
    user = User.objects.create(username=username, display_name=username, password="!")
    Membership.objects.create(
        user=user,
        post=cast.posts[post],
        organization=cast.organizations[organization],
        city=cast.city,
        **{"valid_from": OPENED_AT, **narrower},
    )
    return user


def _organizations(city: City) -> dict[str, Organization]:
    made: dict[str, Organization] = {}
    for code, parent, kind, name in ORGANIZATIONS:
        above = made[parent] if parent else None
        made[code] = Organization(city=city, parent=above, kind=kind, code=code, name=name)
    Organization.objects.bulk_create(made.values())
    return made


def _users(
    city: City, posts: dict[str, Post], organizations: dict[str, Organization]
) -> dict[str, User]:
    users = {
        code: User(username=code, display_name=posts[_post(code)].name, password="!")
        for code, _ in POSTS
    }
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(
            user=users[code],
            post=posts[_post(code)],
            organization=organizations[organization],
            city=city,
            valid_from=OPENED_AT,
        )
        for code, organization in POSTS
    )
    return users


def _post(who: str) -> str:
    return HOLDS.get(who, who)


def _classes(city: City) -> dict[str, CaseClass]:
    dictionary = Dictionary.objects.create(
        city=city, code="test", name="测试字典", valid_from=OPENED_AT
    )
    made: dict[str, CaseClass] = {}
    for kind, code, name, name_en in CLASSES:
        parent = made.get(code[:2])
        made[code] = CaseClass(
            dictionary=dictionary,
            parent=parent,
            kind=kind,
            level=Level.MINOR if parent else Level.MAJOR,
            code=code,
            name=name,
            name_en=name_en,
        )
    CaseClass.objects.bulk_create(made.values())
    return made
