"""Figures that a test measured, printed at the end of the run, also by workers of xdist."""

from collections.abc import Callable

import pytest
from _pytest.terminal import TerminalReporter

NAME = "figure"


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Print a line in the section FIGURES of the closing lines."""
    return lambda line: record_property(NAME, line)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what tests told, each under its own name."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call" and any(name == NAME for name, _ in report.user_properties)
    ]
    if reports:
        terminalreporter.section("FIGURES")
    for report in reports:
        terminalreporter.line(report.nodeid)
        for name, line in report.user_properties:
            if name == NAME:
                terminalreporter.line(f"  {line}")
