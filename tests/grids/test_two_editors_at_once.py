"""Two people at one network at once: real connections, real commits, every isolation level."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import psycopg
import pytest
import shapely
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from grids.models import Cell, Generation
from grids.refusals import NetworkChanged, network_refusals
from tests.grids.networks import ragged_areas
from tests.grids.stored import a_cell, store_network

READ_COMMITTED = psycopg.IsolationLevel.READ_COMMITTED
REPEATABLE_READ = psycopg.IsolationLevel.REPEATABLE_READ
SERIALIZABLE = psycopg.IsolationLevel.SERIALIZABLE


@contextmanager
def another_connection(isolation: psycopg.IsolationLevel) -> Iterator[psycopg.Connection]:
    known = connection.get_connection_params()
    with psycopg.connect(
        host=known["host"], port=known["port"], user=known["user"],
        password=known.get("password"), dbname=known["dbname"],
    ) as other:  # fmt: skip
        other.isolation_level = isolation
        yield other
        other.rollback()


EMPTY_THE_NETWORK = """
    TRUNCATE grids_cellhistory;
    DELETE FROM grids_cell;
    DELETE FROM grids_community;
    DELETE FROM grids_street;
    DELETE FROM grids_district;
    DELETE FROM grids_generation;
    DELETE FROM grids_city;
"""


@pytest.fixture
def two_cells(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Cell, Cell]]:
    """Two cells, not stored yet, that overlap in a committed network without cells."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            network = store_network(ragged_areas(1, count=1))
            Cell.objects.all().delete()
        area = min(network.communities)
        first = shapely.box(112.902, 27.832, 112.904, 27.834)
        second = shapely.box(112.903, 27.832, 112.905, 27.834)
        yield a_cell(network, area, 1, first), a_cell(network, area, 2, second)
        with connection.cursor() as cursor:
            cursor.execute(EMPTY_THE_NETWORK)
        connection.close()


def _insert(there: psycopg.Connection, cell: Cell) -> None:
    there.execute(
        "INSERT INTO grids_cell (id, generation_id, city_id, street_id, community_id, code, "
        "sequence, area_m2, rural, generated, geom) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, 1, false, false, %s::geometry)",
        [
            cell.pk, cell.generation_id, cell.city_id, cell.street_id, cell.community_id,
            cell.code, cell.sequence, cell.geom.hexewkb.decode(),
        ],
    )  # fmt: skip


def test_of_two_overlapping_cells_written_at_once_the_second_fails(
    two_cells: tuple[Cell, Cell],
) -> None:
    with another_connection(READ_COMMITTED) as a, another_connection(READ_COMMITTED) as b:
        _insert(a, two_cells[0])
        _insert(b, two_cells[1])
        a.commit()
        with pytest.raises(psycopg.errors.ExclusionViolation) as refused:
            b.commit()
    assert refused.value.diag.constraint_name == "cell_overlap"
    assert Cell.objects.get().code == two_cells[0].code


def test_the_second_waits_while_the_first_is_between_check_and_commit(
    two_cells: tuple[Cell, Cell],
) -> None:
    outcome: list[str] = []

    def commit(there: psycopg.Connection) -> None:
        try:
            there.commit()
            outcome.append("committed")
        except psycopg.errors.ExclusionViolation as refused:
            outcome.append(str(refused.diag.constraint_name))

    with another_connection(READ_COMMITTED) as a, another_connection(READ_COMMITTED) as b:
        _insert(a, two_cells[0])
        a.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _insert(b, two_cells[1])
        waiting = Thread(target=commit, args=[b])
        waiting.start()
        waiting.join(timeout=0.5)
        assert outcome == []
        a.commit()
        waiting.join(timeout=10)
    assert outcome == ["cell_overlap"]


def _insert_and_commit(there: psycopg.Connection, cell: Cell) -> None:
    _insert(there, cell)
    there.commit()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (READ_COMMITTED, REPEATABLE_READ),
        (READ_COMMITTED, SERIALIZABLE),
        (REPEATABLE_READ, REPEATABLE_READ),
        (SERIALIZABLE, SERIALIZABLE),
    ],
    ids=lambda level: level.name,
)
def test_a_frozen_snapshot_does_not_let_an_overlap_through(
    two_cells: tuple[Cell, Cell],
    first: psycopg.IsolationLevel,
    second: psycopg.IsolationLevel,
) -> None:
    with another_connection(first) as a, another_connection(second) as b:
        b.execute("SELECT count(*) FROM grids_cell")
        _insert_and_commit(a, two_cells[0])
        with pytest.raises(psycopg.errors.SerializationFailure):
            _insert_and_commit(b, two_cells[1])
    assert Cell.objects.get().code == two_cells[0].code


def _insert_both_in_turn(other: psycopg.Connection, first: Cell, second: Cell) -> None:
    """The first by the other connection, after ours has taken its snapshot."""
    with network_refusals(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert not Cell.objects.exists()
        _insert(other, first)
        other.commit()
        second.save()


def test_a_serialization_failure_is_said_as_please_try_again(
    two_cells: tuple[Cell, Cell],
) -> None:
    with another_connection(READ_COMMITTED) as other, pytest.raises(NetworkChanged):
        _insert_both_in_turn(other, *two_cells)


def test_a_check_repeated_after_a_savepoint_is_undone_still_locks(
    two_cells: tuple[Cell, Cell],
) -> None:
    with another_connection(READ_COMMITTED) as a, another_connection(READ_COMMITTED) as b:
        a.execute("SAVEPOINT attempt")
        _insert(a, two_cells[0])
        a.execute("SET CONSTRAINTS ALL IMMEDIATE")
        a.execute("ROLLBACK TO attempt")
        _insert(b, two_cells[1])
        b.commit()
        _insert(a, two_cells[0])
        with pytest.raises(psycopg.errors.ExclusionViolation):
            a.commit()


@pytest.fixture
def of_a_draft(two_cells: tuple[Cell, Cell]) -> tuple[Cell, Cell]:
    """The same two cells, in a network that is not in force yet."""
    Generation.objects.update(valid_from=None)
    return two_cells


def _publish(there: psycopg.Connection, cell: Cell) -> None:
    there.execute(
        "UPDATE grids_generation SET valid_from = now() WHERE id = %s", [cell.generation_id]
    )


def test_a_draft_may_hold_an_overlap_and_nobody_can_put_it_in_force(
    of_a_draft: tuple[Cell, Cell],
) -> None:
    with another_connection(READ_COMMITTED) as a:
        for cell in of_a_draft:
            _insert_and_commit(a, cell)
        with pytest.raises(psycopg.errors.IntegrityError) as refused:
            _publish(a, of_a_draft[0])
    assert refused.value.diag.constraint_name == "cell_overlap"


def test_an_overlap_that_is_written_while_a_draft_is_published_is_refused(
    of_a_draft: tuple[Cell, Cell],
) -> None:
    with another_connection(READ_COMMITTED) as a, another_connection(READ_COMMITTED) as b:
        _insert_and_commit(a, of_a_draft[0])
        _insert(b, of_a_draft[1])
        _publish(a, of_a_draft[0])
        a.commit()
        with pytest.raises(psycopg.errors.ExclusionViolation):
            b.commit()


def test_a_draft_is_published_after_the_writer_that_came_first(
    of_a_draft: tuple[Cell, Cell],
) -> None:
    outcome: list[str] = []

    def publish(there: psycopg.Connection) -> None:
        try:
            _publish(there, of_a_draft[0])
            there.commit()
            outcome.append("published")
        except psycopg.errors.IntegrityError as refused:
            outcome.append(str(refused.diag.constraint_name))

    with another_connection(READ_COMMITTED) as a, another_connection(READ_COMMITTED) as b:
        _insert_and_commit(a, of_a_draft[0])
        _insert(b, of_a_draft[1])
        b.execute("SET CONSTRAINTS ALL IMMEDIATE")
        waiting = Thread(target=publish, args=[a])
        waiting.start()
        waiting.join(timeout=0.5)
        assert outcome == []
        b.commit()
        waiting.join(timeout=20)
    assert outcome == ["cell_overlap"]
