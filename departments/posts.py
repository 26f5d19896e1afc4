"""The posts that a new city starts with: bundles of verbs, which each city may change.

Verbs are those of `cases.verbs.Verb`, and the rights of `cases.disclosure.Right`, as strings: this
room does not know cases, and a test keeps the two in step. Who presses which button differs by
city; the default is that the shift leader files and closes, that collectors check, and that nobody
who handles may check or close.
"""

from dataclasses import dataclass
from typing import Final

from departments.models import Post
from gis_core.actor import Scope
from grids.models import City


@dataclass(frozen=True, slots=True)
class PostBundle:
    """One post as a city gets it. A membership narrows `scope` further by its area codes."""

    code: str
    name: str
    name_en: str
    scope: Scope
    verbs: tuple[str, ...] = ()


def _verbs(words: str) -> tuple[str, ...]:
    return tuple(words.split())


BUNDLES: Final[tuple[PostBundle, ...]] = (
    # A collector also checks what others reported, so they see their area, not only their own.
    PostBundle(
        "collector",
        "信息采集员",
        "Collector",
        Scope.CITY,
        _verbs("collect self_handle verify check"),
    ),
    PostBundle(
        "acceptor",
        "受理员",
        "Acceptor",
        Scope.CITY,
        _verbs(
            "collect accept refuse merge mark_missed send_verify send_check review_second share "
            "reveal"
        ),
    ),
    PostBundle(
        "phone_operator",
        "话务员",
        "Phone operator",
        Scope.CITY,
        _verbs("collect answer accept call_back reveal"),
    ),
    PostBundle(
        "shift_leader",
        "值班长",
        "Shift leader",
        Scope.CITY,
        _verbs(
            "collect refuse file close settle void reopen resume grant_extension "
            "grant_deferral grant_parking remind supervise escalate share reveal see_original "
            "edit_duty"
        ),
    ),
    PostBundle(
        "dispatcher_city",
        "派遣员",
        "Dispatcher",
        Scope.CITY,
        _verbs("dispatch call_ruling rule join grant_return review_first remind share"),
    ),
    PostBundle(
        "dispatcher_sub",
        "子平台派遣员",
        "Sub-platform dispatcher",
        Scope.ORGANIZATION,
        _verbs(
            "acknowledge assign handle send_back reply contribute ask_return "
            "ask_extension ask_deferral ask_parking appeal hand_over link_decision "
            "share"
        ),
    ),
    PostBundle(
        "handler",
        "处置员",
        "Handler",
        Scope.ORGANIZATION,
        _verbs("handle send_back reply contribute share"),
    ),
    PostBundle(
        "leader",
        "领导",
        "Leader",
        Scope.CITY,
        _verbs(
            "grant_long_extension reopen remind supervise escalate publish_network enforce_rules"
        ),
    ),
    PostBundle(
        "assessor",
        "考核员",
        "Assessor",
        Scope.CITY,
        _verbs("mark_missed share see_original"),
    ),
    PostBundle(
        "analyst",
        "数据分析员",
        "GIS analyst",
        Scope.CITY,
        _verbs("edit_network edit_duty edit_rules"),
    ),
    PostBundle(
        "administrator",
        "系统管理员",
        "Administrator",
        Scope.CITY,
        _verbs("edit_calendar edit_network publish_network edit_rules"),
    ),
)


def create_posts(city: City) -> dict[str, Post]:
    """Give the city the posts that it lacks and return all of these by code.

    A post that is already there keeps what the city made of it.
    """
    Post.objects.bulk_create([_post(city, bundle) for bundle in BUNDLES], ignore_conflicts=True)
    codes = [bundle.code for bundle in BUNDLES]
    return {post.code: post for post in Post.objects.filter(city=city, code__in=codes)}


def _post(city: City, bundle: PostBundle) -> Post:
    return Post(
        city=city,
        code=bundle.code,
        name=bundle.name,
        name_en=bundle.name_en,
        scope=bundle.scope,
        verbs=list(bundle.verbs),
    )
