"""Who somebody is when they act: every post they hold now, and the branches they stand in."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from departments.actors import actor_of
from departments.models import Organization
from gis_core.actor import ANYONE, Scope
from tests.factories import NOW, OPENED_AT, Cast, member


def ids(cast: Cast, *codes: str) -> set[object]:
    return {cast.organizations[code].pk for code in codes}


def test_nobody_is_anyone(cast: Cast) -> None:
    assert actor_of(AnonymousUser(), NOW) is ANYONE


def test_an_account_that_was_switched_off_is_nobody(cast: Cast) -> None:
    user = cast.users["acceptor"]
    user.is_active = False
    assert actor_of(user, NOW) is ANYONE


def test_a_sub_platform_sees_its_units_and_stands_below_the_bureau(cast: Cast) -> None:
    (role,) = actor_of(cast.users["dispatcher_sub"], NOW).roles
    assert role.organization_ids == ids(cast, "yuhu", "yuhu-unit")
    assert role.branch_ids == ids(cast, "yuhu", "bureau")
    assert role.scope is Scope.ORGANIZATION


def test_a_unit_s_branch_goes_up_to_the_bureau(cast: Cast) -> None:
    (role,) = actor_of(cast.users["handler"], NOW).roles
    assert role.organization_ids == ids(cast, "yuhu-unit")
    assert role.branch_ids == ids(cast, "yuhu-unit", "yuhu", "bureau")


def test_a_post_counts_from_its_first_moment_to_just_before_its_last(cast: Cast) -> None:
    until = NOW + timedelta(days=1)
    user = member(cast, "holiday cover", "acceptor", "centre", valid_from=NOW, valid_to=until)
    assert not actor_of(user, NOW - timedelta(seconds=1)).roles
    assert actor_of(user, NOW).may("accept", cast.city.pk)
    assert not actor_of(user, until).roles


def test_one_person_may_hold_posts_in_several_organisations(cast: Cast) -> None:
    user = member(cast, "both", "handler", "yuhu-unit")
    other = member(cast, "other", "handler", "yuetang-unit").memberships.get()
    other.user = user
    other.save()
    actor = actor_of(user, NOW)
    assert actor.organization_ids() == ids(cast, "yuhu-unit", "yuetang-unit")


def test_an_area_narrows_a_post(cast: Cast) -> None:
    user = member(cast, "beat", "collector", "centre", area_codes=["430302001"])
    actor = actor_of(user, NOW)
    assert actor.roles[0].area_codes == {"430302001"}
    assert actor.city_ids(Scope.CITY) == set()


def test_a_ring_of_organisations_does_not_hang_anybody(cast: Cast) -> None:
    Organization.objects.filter(code="bureau").update(parent=cast.organizations["yuhu-unit"])
    (role,) = actor_of(cast.users["handler"], NOW).roles
    assert role.organization_ids >= ids(cast, "yuhu-unit", "bureau", "yuhu")


def test_an_actor_takes_one_query_however_deep_the_tree(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = member(cast, "deep", "leader", "bureau", valid_from=OPENED_AT)
    with django_assert_num_queries(1):
        assert len(actor_of(user, NOW).roles[0].organization_ids) == len(cast.organizations)
