"""The posts that a city starts with."""

import pytest

from cases.disclosure import Right
from cases.guards import POST_VERB
from cases.verbs import BULK_ONLY, Verb
from departments.duty_editing import EDIT_DUTY
from departments.models import Post
from departments.posts import BUNDLES, create_posts
from departments.rule_editing import EDIT_RULES
from departments.rule_enforcing import ENFORCE_RULES
from grids.drafts.rights import EDIT_NETWORK, PUBLISH_NETWORK
from standards.editing import EDIT_CALENDAR
from tests.factories import Cast


def test_every_verb_of_a_post_is_a_verb_of_a_case_or_a_right() -> None:
    rules = {EDIT_RULES, ENFORCE_RULES}
    rights = {EDIT_CALENDAR, EDIT_DUTY, EDIT_NETWORK, PUBLISH_NETWORK, *rules}
    known = {*map(str, Verb), *map(str, Right), *rights}
    assert {verb for bundle in BUNDLES for verb in bundle.verbs} <= known


def test_every_button_belongs_to_some_post() -> None:
    buttons = {POST_VERB.get(verb, verb) for verb in Verb if verb not in BULK_ONLY}
    assert buttons <= {verb for bundle in BUNDLES for verb in bundle.verbs}


@pytest.mark.parametrize("code", ["handler", "dispatcher_sub"])
def test_whoever_handles_has_no_verb_that_judges(code: str) -> None:
    (bundle,) = [bundle for bundle in BUNDLES if bundle.code == code]
    assert not set(bundle.verbs) & {Verb.CHECK, Verb.CLOSE, Verb.FILE, Verb.ACCEPT, Verb.DISPATCH}


def test_a_post_keeps_what_the_city_made_of_it(cast: Cast) -> None:
    Post.objects.filter(city=cast.city, code="acceptor").update(verbs=["accept", "file"])
    posts = create_posts(cast.city)
    assert posts["acceptor"].verbs == ["accept", "file"]
    assert set(posts) == {bundle.code for bundle in BUNDLES}
