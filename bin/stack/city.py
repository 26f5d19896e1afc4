"""Migrations, the demo city and its accounts, by the platform's own management commands."""

import json
import subprocess
from pathlib import Path

from stack.database import identity
from stack.layout import Layout
from stack.say import Trouble, console, run_logged, step
from stack.site import Site, environment
from stack.stamps import digest, done, is_done
from stack.troubles import failed


def load_city(site: Site, scale: str) -> None:
    """Migrate, then load the demo city; nothing when this database has seen both already."""
    _collect_static(site)
    stamp, state = site.layout.run / "city", _state(site, scale)
    if is_done(stamp, state):
        return
    with step("数据库结构 migrations"):
        _manage(site, "migrate", "--no-input", trouble=failed("数据库迁移", "Migrating"))
    _load(site, scale)
    # What the first run prints is kept, so that the next one need not start Django for it.
    _account_list(site.layout).unlink(missing_ok=True)
    done(stamp, state)


def _state(site: Site, scale: str) -> str:
    """Everything that migrating depends on, the scale, and which database it is."""
    root = site.layout.root
    found = [*root.glob("*/migrations/*.py"), *root.glob("*/sql/**/*.sql")]
    files = [root / "uv.lock", root / "config" / "settings.py", *sorted(found)]
    return digest(files, scale, identity(site.database_url))


def _collect_static(site: Site) -> None:
    stamp = site.layout.var / "static" / ".collected"
    state = digest([site.layout.root / "uv.lock"])
    if is_done(stamp, state):
        return
    with step("管理页面 admin pages"):
        trouble = failed("静态文件收集", "Collecting static files")
        _manage(site, "collectstatic", "--no-input", trouble=trouble)
    done(stamp, state)


def _load(site: Site, scale: str) -> None:
    trouble = failed("演示城市装入", "Loading the demo city")
    title = f"演示城市 demo city ({scale})"
    if not console.is_terminal:
        with step(title):
            _manage(site, "load_demo", "--scale", scale, trouble=trouble)
        return
    # The loader draws a bar for each of its own stages.
    with step(title, bar=False):
        command = [*_manage_py(site.layout), "load_demo", "--scale", scale]
        if subprocess.run(command, env=environment(site), check=False).returncode:
            raise trouble


def show_accounts(site: Site) -> None:
    """Print the demo accounts with this installation's random passwords."""
    kept = _account_list(site.layout)
    if not kept.exists():
        told = subprocess.run(
            _accounts(site), env=environment(site), check=True, capture_output=True, text=True
        )
        kept.touch(mode=0o600)
        kept.write_text(told.stdout)
    print(kept.read_text().rstrip(), flush=True)


def _account_list(layout: Layout) -> Path:
    return _passwords(layout).with_name("demo-accounts.txt")


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
