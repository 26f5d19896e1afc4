"""What an edit did, in a sentence of each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gis_core.errors import Words
from grids.models import EditVerb, NetworkEdit

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    EditVerb.SPLIT: ("拆分网格 {cell}", "Cell {cell} split"),
    EditVerb.MERGE: ("合并网格 {cells}", "Cells {cells} merged"),
    EditVerb.MOVE_VERTEX: ("移动顶点，涉及 {count} 个网格", "A vertex of {count} cells moved"),
    EditVerb.MOVE_EDGE: (
        "移动网格 {left} 与 {right} 的边界",
        "Border between cells {left} and {right} moved",
    ),
    EditVerb.LAY: (
        "在 {community} 按 {size_m} 米划分网格",
        "Squares of {size_m} m laid in {community}",
    ),
    EditVerb.BLOCKS: ("在 {community} 按道路划分网格", "Blocks between roads in {community}"),
    EditVerb.ASSIGN: ("网格 {cells} 划归 {community}", "Cells {cells} given to {community}"),
    EditVerb.LOAD: ("读入 {count} 个网格的图形", "Shapes of {count} cells loaded"),
    EditVerb.RENUMBER: ("{area} 重新编号", "{area} numbered anew"),
    EditVerb.REPAIR: ("修复检查出的问题", "A finding mended"),
    EditVerb.UNDO: ("撤销第 {undone} 次编辑", "Edit {undone} undone"),
    EditVerb.PUBLISH: ("发布草案", "Draft published"),
    EditVerb.DISCARD: ("放弃草案", "Draft discarded"),
}
_NAMED_AT_MOST: Final = 3


def told(edit: NetworkEdit) -> Words:
    """Return the sentence about an edit; its `undoes` is read where it is an undo."""
    zh, en = _SENTENCES[edit.verb]
    said = {name: _listed(value) for name, value in edit.command.items()}
    said["count"] = sum(map(len, edit.changed.values()))
    said["undone"] = edit.undoes.sequence if edit.undoes else ""
    return Words(edit.verb, zh.format(**said), en.format(**said))


def _listed(value: Any) -> Any:
    """Return a list of codes as a few of them and how many more."""
    if not isinstance(value, list):
        return value
    more = len(value) - _NAMED_AT_MOST
    named = ", ".join(str(each) for each in value[:_NAMED_AT_MOST])
    return f"{named} +{more}" if more > 0 else named
