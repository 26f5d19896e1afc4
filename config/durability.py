"""What the platform asks of its database server: nothing that it said was stored is ever lost."""

import os
from typing import Final

from django.db import connection

from gis_core.errors import DomainError

OLDEST_POSTGRES: Final = 15
OLDEST_POSTGIS: Final = (3, 3)

PROMISES: Final = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
}
"""Setting -> the values with which a receipt survives a power cut."""

UNSAFE_ALLOWED_BY: Final = "WANGGE_ALLOW_UNSAFE_DATABASE"
"""Set to 1 for clusters of tests, whose data nobody misses."""


class NotDurable(DomainError):
    code = "database_not_durable"
    zh = "数据库设置 {setting} 为 {value}，断电会丢失已确认的数据；请改为 {wanted} 后重启数据库。"
    en = (
        "The database runs with {setting} = {value}, so a power cut loses what was confirmed; "
        "set it to {wanted} and restart the database."
    )


class TooOld(DomainError):
    code = "database_too_old"
    zh = "{what} 的版本是 {version}，至少需要 {oldest}；请升级。"
    en = "{what} is version {version}, at least {oldest} is needed; upgrade it."


def check_database() -> str:
    """Return the versions in one line, or raise TooOld or NotDurable."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'),"
            " postgis_lib_version()"
        )
        number, postgres, postgis = cursor.fetchone()
        if number < OLDEST_POSTGRES * 10_000:
            raise TooOld(what="PostgreSQL", version=postgres, oldest=OLDEST_POSTGRES)
        if tuple(int(part) for part in postgis.split(".")[:2]) < OLDEST_POSTGIS:
            raise TooOld(what="PostGIS", version=postgis, oldest="3.3")
        if os.environ.get(UNSAFE_ALLOWED_BY) != "1":
            for setting, values in PROMISES.items():
                cursor.execute("SELECT current_setting(%s)", [setting])
                (value,) = cursor.fetchone()
                if value not in values:
                    raise NotDurable(setting=setting, value=value, wanted=values[0])
    return f"PostgreSQL {postgres}, PostGIS {postgis}"
