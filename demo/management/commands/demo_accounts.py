"""manage.py demo_accounts: give the demo accounts their passwords, and print them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from demo.accounts import ACCOUNTS, passwords_in, set_passwords
from demo.city import is_loaded

NOT_LOADED = (
    "演示城市还没有装入；请先运行 load_demo。Load the demo city first: manage.py load_demo."
)


class Command(BaseCommand):
    help = (
        "设置并显示演示账号；密码每套安装随机生成。"
        "Set and print the demo accounts; passwords are random per installation."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = environ.Env().str(
            "WANGGE_DEMO_PASSWORDS_FILE",
            default=str(Path(settings.VAR_DIR) / "secrets" / "demo-passwords.json"),
        )
        parser.add_argument("--passwords", type=Path, default=Path(default), metavar="FILE")
        parser.add_argument(
            "--reset", action="store_true", help="set them again from the file (hashing takes time)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_loaded():
            raise CommandError(NOT_LOADED)
        file: Path = options["passwords"]
        anew = options["reset"] or not file.exists()
        passwords = passwords_in(file)
        set_passwords(passwords, anew=anew)
        self._print(passwords)

    def _print(self, passwords: dict[str, str]) -> None:
        table = Table("账号 account", "密码 password", "岗位 post", box=None)
        for account in ACCOUNTS:
            table.add_row(account.username, passwords[account.username], account.display_name)
        console = Console()
        with console.capture() as printed:
            console.print(table)
        self.stdout.write(printed.get())
