"""The web client's types are those of the API as it is now."""

import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from stack.layout import find_layout
from stack.web import node_environment

WEB = Path(__file__).resolve().parents[2] / "web"


def test_the_types_of_the_web_client_are_those_of_the_schema(tmp_path: Path) -> None:
    if not (WEB / "node_modules" / ".bin" / "openapi-typescript").exists():
        pytest.skip("web/node_modules is not installed")
    schema, types = tmp_path / "openapi.json", tmp_path / "schema.d.ts"
    call_command("spectacular", format="openapi-json", file=str(schema))
    subprocess.run(
        ["node", "node_modules/.bin/openapi-typescript", schema, "-o", types],
        cwd=WEB,
        env=node_environment(find_layout("test")),
        check=True,
        capture_output=True,
    )
    current = (WEB / "src" / "api" / "schema.d.ts").read_text()
    assert types.read_text() == current, "web/src/api/schema.d.ts is old: run `npm run api` in web/"
