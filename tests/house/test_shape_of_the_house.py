"""The house's own rules about its code, read from the code."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES = 250
FUNCTION_LINES = 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services"}
# The two doors that write a case's state, and the row of a new report.
DOORS = {
    Path("cases/stages/step.py"),
    Path("cases/stages/collect.py"),
}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    return [Path(name) for name in listed if name and (ROOT / name).exists()]


def own_python() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_is_longer_than_a_person_reads_at_once() -> None:
    generated = {"schema.d.ts"}
    sources = own_python() + tracked("web/src/*.ts", "web/src/*.vue", "bin/*", "*.sql", "*.sh")
    long = {
        str(path): lines
        for path in sources
        if path.name not in generated
        and (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    }
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path}:{name} {lines}"
        for path in own_python()
        for name, lines in functions(path)
        if lines > FUNCTION_LINES
    ]
    assert not long


def test_no_room_is_named_after_a_drawer() -> None:
    assert not [path for path in tracked() if FORBIDDEN_NAMES & {path.stem, *path.parts[:-1]}]


def state_writes(path: Path) -> Iterator[str]:
    """Assignments to `….state`, and calls of update() or Case() that name it."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (ast.unparse(t) for t in targets if ast.unparse(t).endswith(".state"))
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func).rsplit(".", 1)[-1]
            named = {keyword.arg for keyword in node.keywords}
            if "state" in named and called in {"update", "Case", "create", "bulk_update"}:
                yield called


def test_two_doors_write_the_state_of_a_case() -> None:
    product = [path for path in own_python() if path.parts[0] not in {"tests", "bench"}]
    assert {path for path in product if any(state_writes(path))} <= DOORS


def test_no_other_statement_touches_the_state_column() -> None:
    sql = re.compile(r"(UPDATE|INSERT INTO)\s+\"?cases_case\"?\b", re.IGNORECASE)
    writers = {
        path
        for path in own_python()
        if path.parts[0] not in {"tests", "bench"}
        and sql.search((ROOT / path).read_text(encoding="utf-8"))
    }
    # The second one writes due times, and no state.
    assert writers <= {Path("cases/bulk.py"), Path("cases/clocks/bulk.py")}
    assert not re.search(
        r"\bstate\s*=", (ROOT / "cases/clocks/bulk.py").read_text(encoding="utf-8")
    )
