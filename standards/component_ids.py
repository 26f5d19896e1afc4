"""The ID of a component, checked by what its dictionary says of it; pure.

An ID is digits: division, major class, minor class, running number. How many of each is the
dictionary's `id_parts` (16 = 6 + 2 + 2 + 6 in the 2013 list, 17 = 6 + 2 + 3 + 6 in the 2026 list).
"""

from __future__ import annotations

from collections.abc import Sequence

from gis_core.errors import Words


def problem_of(
    code: str, *, id_parts: Sequence[int], class_code: str, division_prefix: str = ""
) -> Words | None:
    """Return what is wrong with a component's ID, or None.

    `division_prefix`: what the city's own divisions begin with, where that is to be checked.
    """
    total = sum(id_parts)
    if not (code.isascii() and code.isdigit()) or len(code) != total:
        said = " + ".join(map(str, id_parts))
        return Words(
            "component_id_length",
            f"部件标识码“{code}”应为 {total} 位数字（{said}）",
            f"the component ID “{code}” must be {total} digits ({said})",
        )
    division, rest = code[: id_parts[0]], code[id_parts[0] :]
    class_digits = rest[: sum(id_parts[1:-1])]
    if class_digits != class_code:
        return Words(
            "component_id_class",
            f"部件标识码“{code}”中的类别是 {class_digits}，登记的类别是 {class_code}",
            f"the component ID “{code}” says class {class_digits}, its entry says {class_code}",
        )
    if not division.startswith(division_prefix):
        return Words(
            "component_id_division",
            f"部件标识码“{code}”的行政区划 {division} 不属于本市",
            f"the division {division} in the component ID “{code}” is not this city's",
        )
    return None
