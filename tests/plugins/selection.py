"""Which tests run: long proofs only when asked for, real data only where it is.

What did not run for want of real data is listed in the closing lines; WANGGE_REQUIRE_DATA=1 makes
it a failure.
"""

import json
import os
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

NOT_RUN = "NOT RUN: needs the real data of WANGGE_DATA"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --deep."""
    parser.addoption("--deep", action="store_true", help="run the long proofs (marked deep) too")


def data_folder() -> Path | None:
    """The folder that WANGGE_DATA names, if there is one."""
    name = os.environ.get("WANGGE_DATA", "")
    return Path(name) if name and Path(name).is_dir() else None


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; only for tests marked real_data."""
    folder = data_folder()
    assert folder is not None, "mark this test with pytest.mark.real_data"
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the deep ones out, and skip what has no data to read."""
    if not config.getoption("--deep"):
        deep = [item for item in items if item.get_closest_marker("deep")]
        if deep:
            config.hook.pytest_deselected(items=deep)
            items[:] = [item for item in items if item not in deep]
    if data_folder() is None:
        for item in items:
            if item.get_closest_marker("real_data"):
                item.add_marker(pytest.mark.skip(reason=NOT_RUN))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """List what was not run, and write the counts for whoever adds several runs up."""
    missed = not_run(terminalreporter)
    if missed:
        terminalreporter.section(NOT_RUN)
        for name in missed:
            terminalreporter.line(f"NOT RUN {name}")
    _write_counts(terminalreporter, missed)


def not_run(reporter: TerminalReporter) -> list[str]:
    """Ids of the tests that had no data to read."""
    reports = reporter.stats.get("skipped", [])
    return [r.nodeid for r in reports if isinstance(r.longrepr, tuple) and NOT_RUN in r.longrepr[2]]


def _write_counts(reporter: TerminalReporter, missed: list[str]) -> None:
    target = os.environ.get("WANGGE_TEST_COUNTS")
    # Workers of xdist come here too; what they saw is in their leader's counts.
    if not target or "PYTEST_XDIST_WORKER" in os.environ:
        return
    kinds = {"passed": ("passed", "xfailed"), "failed": ("failed", "error", "xpassed")}
    counts = {
        name: sum(len(reporter.stats.get(k, [])) for k in found) for name, found in kinds.items()
    }
    skipped = len(reporter.stats.get("skipped", [])) - len(missed)
    line = json.dumps({**counts, "skipped": skipped, "not_run": missed})
    with Path(target).open("a") as out:
        out.write(line + "\n")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn NOT RUN into a failure where the data must be there."""
    if os.environ.get("WANGGE_REQUIRE_DATA") != "1":
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if isinstance(reporter, TerminalReporter) and not_run(reporter) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
