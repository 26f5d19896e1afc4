"""manage.py check_database: refuse a server that could lose what was confirmed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config.durability import check_database
from gis_core.errors import DomainError


class Command(BaseCommand):
    help = "检查数据库的版本和持久性设置。Check the database's versions and that it is durable."
    # The database is asked here, and by nobody before.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = check_database()
        except DomainError as error:
            raise CommandError(f"{error.detail('zh')}\n{error.detail('en')}") from None
        except DatabaseError as error:
            raise CommandError(
                "无法使用数据库：请检查 DATABASE_URL、服务器是否运行以及是否装有 PostGIS。\n"
                "The database cannot be used: check DATABASE_URL, that the server runs, and that "
                f"it has PostGIS.\n({error})"
            ) from None
        self.stdout.write(f"✓ {found}")
