"""The platform's database: in the cluster of one's own, or on a server that DATABASE_URL names."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from stack import troubles
from stack.cluster import Cluster
from stack.layout import secret

APPLICATION = "wangge"
OLDEST_POSTGRES = 15
OLDEST_POSTGIS = (3, 3)
# Any of these switched off may lose what a citizen was told is stored.
PROMISES = ("fsync", "full_page_writes", "synchronous_commit")


def for_django(url: str) -> str:
    """The same address with the scheme by which Django picks its PostGIS backend."""
    return urlunsplit(urlsplit(url)._replace(scheme="postgis"))


def for_libpq(url: str) -> str:
    """The same address as libpq takes it."""
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql"))


def prepare(cluster: Cluster, port: int, name: str = APPLICATION) -> str:
    """Make the role, the database and PostGIS, each unless it is there; returns Django's address.

    The role owns the database and is no superuser: PostGIS is made by the administrator.
    """
    password = _password(cluster)
    role = sql.Identifier(APPLICATION)
    with psycopg.connect(cluster.url("postgres", port), autocommit=True) as connection:
        if not _exists(connection, "pg_roles", "rolname", APPLICATION):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password)))
        if not _exists(connection, "pg_database", "datname", name):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), role)
            )
    with psycopg.connect(cluster.url(name, port), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    return address(cluster, port, name)


def address(cluster: Cluster, port: int, name: str = APPLICATION) -> str:
    """Django's address of a prepared database."""
    return for_django(cluster.url(name, port, APPLICATION, _password(cluster)))


def _password(cluster: Cluster) -> str:
    return secret(cluster.layout, f"{cluster.name}-{APPLICATION}-password").read_text()


def allow_copies(cluster: Cluster, port: int) -> None:
    """Let the role make databases of its own, PostGIS in each: for tests and benchmarks."""
    with psycopg.connect(cluster.url("template1", port), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        role = sql.Identifier(APPLICATION)
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(role))


def _exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s")
    found = connection.execute(query.format(sql.Identifier(table), sql.Identifier(column)), [name])
    return found.fetchone() is not None


def check_promises(url: str) -> None:
    """Raise Trouble unless what is committed survives a power cut on this server."""
    with psycopg.connect(for_libpq(url), connect_timeout=10) as connection:
        for name in PROMISES:
            found = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            if found is not None and found[0] == "off":
                raise troubles.not_durable(name)


def identity(url: str) -> str:
    """What tells this very database from one of the same name that was dropped and made anew."""
    query = """
        SELECT (SELECT system_identifier FROM pg_control_system()), oid
        FROM pg_database WHERE datname = current_database()
    """
    with psycopg.connect(for_libpq(url), connect_timeout=10) as connection:
        return str(connection.execute(query).fetchone())


def accept(url: str) -> str:
    """Check a server that somebody else runs; returns Django's address.

    Raises Trouble when it cannot be reached, is too old, or PostGIS is missing or too old.
    """
    try:
        with psycopg.connect(for_libpq(url), connect_timeout=10, autocommit=True) as connection:
            _check_postgres(connection)
            _check_postgis(connection)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise troubles.unreachable(reason) from error
    return for_django(url)


def _check_postgres(connection: psycopg.Connection) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST_POSTGRES:
        raise troubles.too_old("PostgreSQL", str(major), str(OLDEST_POSTGRES))


def _check_postgis(connection: psycopg.Connection) -> None:
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.Error as error:
        raise troubles.NO_POSTGIS_THERE from error
    found = connection.execute("SELECT postgis_lib_version()").fetchone()
    version = str(found[0]) if found else "0.0"
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_POSTGIS:
        raise troubles.too_old("PostGIS", version, "3.3")
