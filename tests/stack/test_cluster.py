"""The database cluster of one's own."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from stack import cluster as clusters
from stack import database
from stack.cluster import Cluster
from stack.layout import Layout, inner_port, secret
from stack.say import Trouble
from stack.tuning import settings


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, int]]:
    """A durable cluster that serves, with little memory."""
    home = tmp_path_factory.mktemp("cluster")
    root = Path(__file__).resolve().parents[2]
    layout = Layout(root, home, home / "run", home / "log")
    layout.run.mkdir()
    own = Cluster(layout, "pg", durable=True, memory_share=0.02)
    clusters.create(own)
    yield own, clusters.start(own)
    clusters.stop(own)


def show(own: Cluster, port: int, name: str) -> str:
    with psycopg.connect(own.url("postgres", port)) as connection:
        found = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(found[0]) if found else ""


def test_a_city_cluster_loses_nothing_at_a_power_cut(running: tuple[Cluster, int]) -> None:
    promises = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
    assert [show(*running, name) for name in promises] == ["on"] * 4


def test_a_server_that_would_lose_data_is_refused_at_the_start(
    running: tuple[Cluster, int],
) -> None:
    own, port = running
    database.check_promises(own.url("postgres", port))
    with psycopg.connect(own.url("postgres", port), autocommit=True) as connection:
        connection.execute("ALTER ROLE wangge_admin SET synchronous_commit = off")
        with pytest.raises(Trouble, match="synchronous_commit off"):
            database.check_promises(own.url("postgres", port))
        connection.execute("ALTER ROLE wangge_admin RESET synchronous_commit")


def test_nobody_enters_without_the_password(running: tuple[Cluster, int]) -> None:
    own, port = running
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(own.url("postgres", port, password="wrong"))
    assert show(own, port, "listen_addresses") == "127.0.0.1"
    assert show(own, port, "unix_socket_directories") == ""


def test_the_application_is_no_superuser_and_has_postgis(running: tuple[Cluster, int]) -> None:
    own, port = running
    url = database.prepare(own, port)
    assert database.prepare(own, port) == url
    assert url.startswith("postgis://wangge:")
    assert database.accept(url) == url
    with psycopg.connect(database.for_libpq(url)) as connection:
        query = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(query).fetchone() == (False,)


def test_starting_twice_gives_the_same_server(running: tuple[Cluster, int]) -> None:
    own, port = running
    assert clusters.start(own) == port
    # Even when the record of the process was lost.
    (own.layout.run / "pg.pid.json").unlink()
    assert clusters.start(own) == port


def test_a_server_without_postgis_is_refused_with_a_way_out(
    running: tuple[Cluster, int],
) -> None:
    own, port = running
    database.prepare(own, port)
    with psycopg.connect(own.url("postgres", port), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bare OWNER wangge")
    with pytest.raises(Trouble, match="CREATE EXTENSION postgis"):
        database.accept(database.address(own, port, "bare"))


def test_a_server_that_cannot_be_reached_is_named_with_its_reason(layout: Layout) -> None:
    port = inner_port(layout, "nobody")
    with pytest.raises(Trouble, match="check address, password and name"):
        database.accept(f"postgis://a:b@127.0.0.1:{port}/c")


def test_a_cluster_that_was_half_made_is_made_anew(layout: Layout) -> None:
    left_over = layout.var / "pg.part" / "data"
    left_over.mkdir(parents=True)
    (left_over / "PG_VERSION").write_text("15")
    own = Cluster(layout, "pg", durable=False)
    clusters.create(own)
    assert not left_over.exists()
    assert (own.data / "global" / "pg_control").stat().st_size
    shutil.rmtree(own.home)


def test_a_broken_test_cluster_is_made_anew(layout: Layout) -> None:
    own = Cluster(layout, "test-pg", durable=False, memory_share=0.02)
    clusters.create(own)
    (own.data / "global" / "pg_control").write_bytes(b"torn")
    port = clusters.start_or_make_anew(own)
    assert show(own, port, "fsync") == "off"
    assert clusters.stop(own)
    assert not clusters.stop(own)


def test_two_checkouts_have_ports_of_their_own(layout: Layout, tmp_path: Path) -> None:
    other = Layout(layout.root, tmp_path, tmp_path / "run", tmp_path)
    other.run.mkdir()
    assert inner_port(layout, "web") == inner_port(layout, "web")
    assert inner_port(layout, "web") != inner_port(other, "web")


def test_a_secret_is_readable_by_its_owner_alone(layout: Layout) -> None:
    first = secret(layout, "secret-key")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    assert len(first.read_text()) >= 48
    assert secret(layout, "secret-key").read_text() == first.read_text()


def test_a_quarter_of_the_memory_holds_pages() -> None:
    values = settings(port=1, host="127.0.0.1", memory=8000, durable=True)
    assert values["shared_buffers"] == "2000MB"
    assert settings(port=1, host="", memory=64, durable=False)["fsync"] == "off"
