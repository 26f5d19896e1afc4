"""bin/test: everything, on a cluster of its own."""

import json
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from stack import checks, database, settings_of, web
from stack import cluster as clusters
from stack.layout import Layout, find_layout
from stack.say import Trouble, console, report, step

# pytest's exit code when nothing was selected: the other pass may well have run something.
NOTHING_SELECTED = 5


@contextmanager
def own_database(layout: Layout) -> Generator[str]:
    """Django's address on the tests' own cluster, which is stopped at the end.

    The cluster does without fsync: it holds nothing but tests, and is made anew if it breaks.
    """
    own = clusters.Cluster(layout, "test-pg", durable=False, memory_share=0.5)
    with step("测试数据库 test database (own cluster, fsync off)"):
        port = clusters.start_or_make_anew(own)
        url = database.prepare(own, port)
        database.allow_copies(own, port)
    try:
        yield url
    finally:
        clusters.stop(own)


def passes(arguments: list[str]) -> list[list[str]]:
    """The pytest runs: first what may run side by side, then what needs the machine to itself.

    A caller who chooses markers, a debugger or a number of workers gets a single run.
    """
    own_choice = ("-m", "-n", "--pdb", "-s", "--numprocesses", "--collect-only")
    if any(word.startswith(own_choice) for word in arguments):
        return [arguments]
    side_by_side = ["-n", "2", "--dist", "worksteal", "-m", "not browser and not alone"]
    return [[*side_by_side, *arguments], ["-m", "browser or alone", *arguments]]


def run_pytest(layout: Layout, arguments: list[str], env: Mapping[str, str]) -> int:
    """Run all passes; returns how many of them failed."""
    counts = layout.run / "counts.jsonl"
    counts.unlink(missing_ok=True)
    codes: list[int] = []
    for words in passes(arguments):
        sys.stdout.flush()
        command = [str(layout.python), "-m", "pytest", *words]
        told = {**env, "WANGGE_TEST_COUNTS": str(counts)}
        codes.append(subprocess.run(command, cwd=layout.root, env=told, check=False).returncode)
    if all(code == NOTHING_SELECTED for code in codes):
        return 1
    return sum(code not in (0, NOTHING_SELECTED) for code in codes)


def total(counts: Path) -> tuple[dict[str, int], list[str]]:
    """Passed, failed and skipped, added up over all passes; and the tests that had no data."""
    lines = counts.read_text().splitlines() if counts.exists() else []
    found = [json.loads(line) for line in lines]
    numbers = {
        name: sum(int(line[name]) for line in found) for name in ("passed", "failed", "skipped")
    }
    return numbers, [name for line in found for name in line["not_run"]]


def close(layout: Layout, failed_checks: list[str], env: Mapping[str, str]) -> None:
    """Print the closing lines; the last one counts the tests."""
    numbers, missing = total(layout.run / "counts.jsonl")
    if failed_checks:
        console.print(f"✗ 未通过的检查 failed checks: {', '.join(failed_checks)}")
    for name in missing:
        console.print(f"NOT RUN {name} (WANGGE_DATA)", markup=False)
    # Where the data are required, a test that did not run has failed.
    required = env.get("WANGGE_REQUIRE_DATA") == "1"
    failed = numbers["failed"] + (len(missing) if required else 0)
    skipped = f", {numbers['skipped']} skipped" if numbers["skipped"] else ""
    print(f"{numbers['passed']} passed, {failed} failed{skipped}", flush=True)


def everything(arguments: list[str]) -> int:
    """Set up, check, test; returns the exit code."""
    layout = find_layout("test")
    only_pytest = [word for word in arguments if word != "--deep"]
    web.fetch_sources(layout)
    web.build(layout)
    failed_checks: list[str] = []
    with own_database(layout) as url:
        env = settings_of.platform(layout, url)
        if only_pytest:
            console.print(
                "只运行 pytest，其余检查略过。 Only pytest: the other checks are left out."
            )
        else:
            failed_checks = checks.run(layout, checks.all_checks(layout), env)
        failed = run_pytest(layout, arguments, env)
        close(layout, failed_checks, env)
    return 1 if failed or failed_checks else 0


def main() -> int:
    """Exit code of bin/test."""
    try:
        return everything(sys.argv[1:])
    except Trouble as trouble:
        report(trouble)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
