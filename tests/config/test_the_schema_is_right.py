"""The OpenAPI schema, from which the web client's types are made."""

import json
from pathlib import Path

from django.core.management import call_command
from django.test import Client


def test_the_schema_is_made_without_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    said = {"format": "openapi-json", "validate": True, "fail_on_warn": True}
    call_command("spectacular", file=str(file), **said)
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert all(path.startswith(("/api/v1/", "/tiles/")) for path in schema["paths"])
    feature = schema["components"]["schemas"]["Cell"]["properties"]
    assert feature["geometry"]["properties"]["type"]["enum"] == ["Polygon"]
    assert {"code", "street_code"} <= set(feature["properties"]["properties"])


def test_every_answer_of_the_schema_is_served_as_json_or_yaml(client: Client, db: None) -> None:
    answer = client.get("/api/v1/schema", headers={"accept": "application/vnd.oai.openapi"})
    assert answer.status_code == 200
