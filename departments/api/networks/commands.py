"""The shapes of commands that edit a draft, one for each verb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from gis_core.errors import BadParameter
from grids.models import EditVerb

CELLS_AT_ONCE: Final = 5000
_CODE: Final[dict[str, Any]] = {"max_length": 16}
_GEOMETRY: Final = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string"},
        "coordinates": {"type": "array", "items": {}},
    },
}


@extend_schema_field(_GEOMETRY)
class GeometryField(serializers.DictField):
    """A GeoJSON geometry in degrees of WGS 84; what it must be is judged where it is used."""


class PositionField(serializers.ListField):
    """Longitude and latitude in degrees of WGS 84."""

    def __init__(self) -> None:
        super().__init__(child=serializers.FloatField(), min_length=2, max_length=2)


class CodesField(serializers.ListField):
    def __init__(self) -> None:
        child = serializers.CharField(**_CODE)
        super().__init__(child=child, min_length=1, max_length=CELLS_AT_ONCE)


class DrawnCellSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(**_CODE)
    geometry = GeometryField()


def _command(verb: EditVerb, **fields: serializers.Field[Any, Any, Any, Any]) -> Any:
    """Return the serializer class of a verb; `from` is a field, and a word that Python keeps."""
    title = "".join(part.title() for part in verb.value.split("_"))
    word = serializers.CharField(help_text=verb.value)
    return type(f"{title}CommandSerializer", (serializers.Serializer,), {"verb": word, **fields})


def _code() -> serializers.CharField:
    return serializers.CharField(**_CODE)


COMMANDS: Final[Mapping[EditVerb, Any]] = {
    EditVerb.SPLIT: _command(EditVerb.SPLIT, cell=_code(), line=GeometryField()),
    EditVerb.MERGE: _command(EditVerb.MERGE, cells=CodesField()),
    EditVerb.MOVE_VERTEX: _command(
        EditVerb.MOVE_VERTEX, **{"from": PositionField(), "to": PositionField()}
    ),
    EditVerb.MOVE_EDGE: _command(
        EditVerb.MOVE_EDGE, left=_code(), right=_code(), line=GeometryField()
    ),
    EditVerb.LAY: _command(
        EditVerb.LAY,
        community=_code(),
        size_m=serializers.FloatField(min_value=20, max_value=5000),
        polygon=GeometryField(required=False, allow_null=True),
    ),
    EditVerb.BLOCKS: _command(
        EditVerb.BLOCKS,
        community=_code(),
        lines=GeometryField(),
        min_area_m2=serializers.FloatField(min_value=10, max_value=1_000_000, required=False),
    ),
    EditVerb.ASSIGN: _command(EditVerb.ASSIGN, cells=CodesField(), community=_code()),
    EditVerb.LOAD: _command(
        EditVerb.LOAD,
        cells=serializers.ListField(
            child=DrawnCellSerializer(), min_length=1, max_length=CELLS_AT_ONCE
        ),
    ),
    EditVerb.RENUMBER: _command(EditVerb.RENUMBER, area=_code()),
    EditVerb.REPAIR: _command(EditVerb.REPAIR, finding=serializers.CharField(max_length=16)),
    EditVerb.UNDO: _command(EditVerb.UNDO, edit=serializers.UUIDField()),
}

COMMAND: Final = PolymorphicProxySerializer(
    component_name="NetworkCommand",
    serializers={verb.value: made for verb, made in COMMANDS.items()},
    resource_type_field_name="verb",
)


def read_command(data: Any) -> tuple[EditVerb, dict[str, Any]]:
    """Return the verb and the rest of the command, as JSON; or raise what is wrong with it."""
    said = data.get("verb") if isinstance(data, dict) else None
    if said not in {verb.value for verb in COMMANDS}:
        raise BadParameter(name="verb", reason=" | ".join(COMMANDS))
    verb = EditVerb(said)
    form = COMMANDS[verb](data=data)
    form.is_valid(raise_exception=True)
    command = {name: value for name, value in form.validated_data.items() if name != "verb"}
    if verb is EditVerb.UNDO:
        command["edit"] = str(command["edit"])
    return verb, command
