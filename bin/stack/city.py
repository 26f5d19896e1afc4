"""Migrations, the demo city and its accounts, by the platform's own management commands."""

import json
import subprocess
from pathlib import Path

from stack.layout import Layout
from stack.say import Trouble, console, run_logged, step
from stack.site import Site, environment
from stack.troubles import failed
from stack.web import digest


def load_city(site: Site, scale: str) -> None:
    """Migrate, then load the demo city unless it is there."""
    with step("数据库结构 migrations"):
        _manage(site, "migrate", "--no-input", trouble=failed("数据库迁移", "Migrating"))
    _collect_static(site)
    _load(site, scale)


def _collect_static(site: Site) -> None:
    stamp = site.layout.var / "static" / ".collected"
    state = digest([site.layout.root / "uv.lock"])
    if stamp.exists() and stamp.read_text() == state:
        return
    with step("管理页面 admin pages"):
        trouble = failed("静态文件收集", "Collecting static files")
        _manage(site, "collectstatic", "--no-input", trouble=trouble)
    stamp.write_text(state)


def _load(site: Site, scale: str) -> None:
    trouble = failed("演示城市装入", "Loading the demo city")
    title = f"演示城市 demo city ({scale})"
    if console.is_terminal:
        # The loader draws a bar for each of its own stages.
        with step(title, bar=False):
            command = [*_manage_py(site.layout), "load_demo", "--scale", scale]
            code = subprocess.run(command, env=environment(site), check=False).returncode
            if code:
                raise trouble
        return
    with step(title):
        _manage(site, "load_demo", "--scale", scale, trouble=trouble)


def show_accounts(site: Site) -> None:
    """Print the demo accounts with this installation's random passwords."""
    subprocess.run(_accounts(site), env=environment(site), check=True)


def account_passwords(site: Site) -> dict[str, str]:
    """Passwords of the demo accounts by user name, made now if they are not there."""
    run_logged(
        _accounts(site),
        log=site.layout.log / "demo_accounts.log",
        trouble=failed("演示账户创建", "Making the demo accounts"),
        env=environment(site),
    )
    found: dict[str, str] = json.loads(_passwords(site.layout).read_text())
    return found


def _accounts(site: Site) -> list[str | Path]:
    return [*_manage_py(site.layout), "demo_accounts", "--passwords", _passwords(site.layout)]


def _passwords(layout: Layout) -> Path:
    layout.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    return layout.secrets / "demo-passwords.json"


def _manage_py(layout: Layout) -> list[str | Path]:
    return [layout.python, layout.root / "manage.py"]


def _manage(site: Site, *words: str, trouble: Trouble) -> None:
    run_logged(
        [*_manage_py(site.layout), *words],
        log=site.layout.log / f"{words[0]}.log",
        trouble=trouble,
        env=environment(site),
        cwd=site.layout.root,
    )
