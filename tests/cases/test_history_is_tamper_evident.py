"""What was written stays written, and it shows when it did not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.history import breaks, heads_digest
from cases.models import Case, Reporter
from tests.factories import Cast
from tests.reports import lead, put_report
from tests.tampering import unguarded


def tamper(statement: str) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def closed(cast: Cast) -> Case:
    case_id = put_report(cast, reporter={"name": "张某某", "phone": "13812345678"})
    lead(cast, case_id, until="close")
    return Case.objects.get(pk=case_id)


def test_an_honest_history_verifies(cast: Cast, closed: Case) -> None:
    assert list(breaks(cast.city)) == []
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue().startswith("xiangtan: 11 events, 0 broken, head ")


@pytest.mark.parametrize(
    ("statement", "shows_at"),
    [
        ("UPDATE cases_caseevent SET note = '从未发生' WHERE sequence = 5", 5),
        ("UPDATE cases_caseevent SET at = at - interval '1 hour' WHERE sequence = 11", 11),
        ("UPDATE cases_caseevent SET actor_id = NULL WHERE sequence = 1", 1),
        ("DELETE FROM cases_caseevent WHERE sequence = 4", 5),
        ("DELETE FROM cases_caseevent WHERE sequence = 11", 11),
        ("DELETE FROM cases_caseevent", 11),
        ("UPDATE cases_caseevent SET sequence = sequence + 1 WHERE sequence = 11", 11),
        ("UPDATE cases_case SET state = 'filed'", 11),
        ("UPDATE cases_case SET event_count = 12", 12),
        (
            "INSERT INTO cases_caseevent (id, case_id, sequence, verb, from_state, to_state, at,"
            " recorded_at, post, note, origin, digest) SELECT gen_random_uuid(), case_id, 12,"
            " 'remind', 'closed', 'closed', at, recorded_at, '', '', origin, sha256('x')"
            " FROM cases_caseevent WHERE sequence = 11",
            11,
        ),
    ],
)
def test_a_changed_removed_or_inserted_event_is_found(
    cast: Cast, closed: Case, statement: str, shows_at: int
) -> None:
    tamper(statement)
    (found,) = breaks(cast.city)
    assert found.case_id == str(closed.pk)
    assert found.sequence == shows_at
    with pytest.raises(CommandError):
        call_command("verify_history", stdout=StringIO())


def test_the_chain_still_verifies_when_personal_values_are_gone(cast: Cast, closed: Case) -> None:
    head = heads_digest(cast.city)
    Reporter.objects.get().forget(at=closed.received_at)
    assert Reporter.objects.get().phone == ""
    assert list(breaks(cast.city)) == []
    assert heads_digest(cast.city) == head
