"""A draft's road: copied from the network in force, checked, compared, published or thrown away."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from gis_core.ids import uuid7
from grids.drafts.comparing import compare
from grids.drafts.copying import begin_draft
from grids.drafts.ending import base_changed, discard, publish
from grids.drafts.errors import (
    BaseChanged,
    CommandReused,
    DatePast,
    DraftEnded,
    FindingsLeft,
    NetworkNotYours,
)
from grids.drafts.findings import findings_of
from grids.drafts.rights import EDIT_NETWORK
from grids.models import Cell, DraftState, Generation
from grids.refusals import CellOverlap, Misplaced, network_refusals
from tests.grids.drafting import (
    AT,
    LEVELS,
    Drafting,
    a_draft,
    across,
    an_overlap,
    assert_a_coverage,
    draft_of_network,
    editor,
    kinds,
    settle,
)

LATER = AT + timedelta(days=30)


@pytest.fixture
def drafting(db: None) -> Drafting:
    return a_draft()


def publish_it(drafting: Drafting, at: datetime = LATER, id: UUID | None = None) -> None:
    publish(drafting.given("publish", id, at=str(at)), valid_from=at)


def test_a_draft_holds_what_is_in_force_and_has_no_findings(drafting: Drafting) -> None:
    for level in LEVELS:
        base, draft = (
            {(r.code, bytes(r.geom.wkb)) for r in level.objects.filter(generation=g)}
            for g in (drafting.draft.base, drafting.generation)
        )
        assert base == draft
    assert_a_coverage(drafting)
    assert kinds(drafting) == {}
    assert not base_changed(drafting.draft)
    assert compare(drafting.draft.base, drafting.generation).summary["kept"] == len(
        drafting.network.cells
    )


def test_a_draft_begun_twice_under_one_id_is_one_draft(drafting: Drafting) -> None:
    said: dict[str, Any] = {"city": drafting.network.city, "actor": drafting.actor, "at": AT}
    again = begin_draft(id=drafting.draft.pk, note="", **said)
    assert again == drafting.draft
    assert Generation.objects.count() == 2
    with pytest.raises(CommandReused):
        begin_draft(id=drafting.draft.pk, note="another", **said)


def test_whoever_holds_no_verb_begins_no_draft(drafting: Drafting) -> None:
    with pytest.raises(NetworkNotYours):
        begin_draft(
            id=uuid7(), city=drafting.network.city, at=AT, note="",
            actor=editor(drafting.network.city, "collect"),
        )  # fmt: skip


def test_a_draft_takes_effect_at_its_date_and_ends_the_one_before(drafting: Drafting) -> None:
    code, shape = next(iter(drafting.cells().items()))
    drafting.do("split", cell=code, line=across(shape, 1.0))
    drafting.do("renumber", area=code[:12])
    publish_it(drafting)
    settle()
    city = drafting.network.city
    assert Generation.objects.current(city, LATER - timedelta(seconds=1)) == drafting.draft.base
    assert Generation.objects.current(city, LATER) == drafting.generation
    drafting.draft.refresh_from_db()
    assert drafting.draft.status == DraftState.PUBLISHED
    with pytest.raises(DraftEnded):
        drafting.do("renumber", area=code[:12])


def test_a_publication_sent_twice_is_one(drafting: Drafting) -> None:
    id = uuid7()
    publish_it(drafting, id=id)
    publish_it(drafting, id=id)
    with pytest.raises(CommandReused):
        publish_it(drafting, LATER + timedelta(days=1), id)


def test_the_past_is_not_changed(drafting: Drafting) -> None:
    with pytest.raises(DatePast):
        publish_it(drafting, AT - timedelta(hours=1))


def test_an_editor_may_not_publish(drafting: Drafting) -> None:
    only = Drafting(drafting.network, drafting.draft, editor(drafting.network.city, EDIT_NETWORK))
    with pytest.raises(NetworkNotYours):
        publish_it(only)


def test_a_base_that_somebody_edited_since_is_noticed(drafting: Drafting) -> None:
    cell = Cell.objects.filter(generation=drafting.draft.base)[0]
    cell.rural = True
    cell.save()
    assert base_changed(drafting.draft)
    with pytest.raises(BaseChanged):
        publish_it(drafting)


def test_of_two_drafts_the_second_to_be_published_comes_too_late(drafting: Drafting) -> None:
    other = draft_of_network(drafting.network)
    publish_it(other)
    with pytest.raises(BaseChanged):
        publish_it(drafting)


def test_a_discarded_draft_leaves_its_record_and_no_rows(drafting: Drafting) -> None:
    generation = drafting.generation
    given = drafting.given("discard")
    discard(given)
    draft = discard(given)
    assert draft.status == DraftState.DISCARDED
    assert not any(level.objects.filter(generation=generation).exists() for level in LEVELS)
    assert not Generation.objects.filter(pk=generation.pk).exists()
    assert drafting.draft.edits.get().verb == "discard"


def test_a_draft_with_findings_is_not_published(drafting: Drafting) -> None:
    an_overlap(drafting)
    with pytest.raises(FindingsLeft) as refused:
        publish_it(drafting)
    assert refused.value.fields["count"] == len(findings_of(drafting.generation))
    assert findings_of(drafting.generation)[0].zh in refused.value.detail("zh-hans")


def test_the_database_lets_no_broken_draft_in_force(drafting: Drafting) -> None:
    """Whoever sets the date: psql asks no check of ours."""
    an_overlap(drafting)
    with pytest.raises((CellOverlap, Misplaced)), network_refusals(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE grids_generation SET valid_from = now() WHERE id = %s",
            [drafting.generation.pk],
        )
