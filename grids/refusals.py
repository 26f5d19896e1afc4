"""What the database refuses of a network, said as domain errors.

The triggers in `sql/network.sql` name their refusal in the error's constraint field.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import IntegrityError, OperationalError

from gis_core.errors import DomainError

OVERLAP_LIMIT_M2: Final = 0.01
"""Two cells may share this much: what rounding in somebody's tool leaves, never a person's
place. The same figure stands in `sql/network.sql`."""


class CellOverlap(DomainError):
    code = "cell_overlap"
    zh = "网格之间有重叠：{why}。"
    en = "Cells overlap: {why}."


class AreaOverlap(DomainError):
    code = "area_overlap"
    zh = "同级区域之间有重叠：{why}。"
    en = "Areas of one level overlap: {why}."


class GeometryInvalid(DomainError):
    code = "network_geometry_invalid"
    zh = "图形无效或为空：{why}。"
    en = "The geometry is invalid or empty: {why}."


class Misplaced(DomainError):
    code = "network_misplaced"
    zh = "不在其上级区域之内：{why}。"
    en = "It does not lie inside the area it belongs to: {why}."


class ForeignParent(DomainError):
    code = "network_foreign_parent"
    zh = "与上级区域不属于同一城市或同一代次：{why}。"
    en = "It belongs to another city or generation than the area above it: {why}."


class CodeDoubled(DomainError):
    code = "network_code_doubled"
    zh = "编码重复：{why}。"
    en = "The code is used already: {why}."


class NetworkChanged(DomainError):
    code = "network_changed_meanwhile"
    zh = "网格在编辑期间已被他人修改，请重试。"
    en = "Somebody else changed the network meanwhile; please try again."


_BY_CONSTRAINT: dict[str, type[DomainError]] = {
    "cell_overlap": CellOverlap,
    "area_overlap": AreaOverlap,
    "network_geometry_invalid": GeometryInvalid,
    "network_misplaced": Misplaced,
    "network_foreign_parent": ForeignParent,
    "cell_code_once": CodeDoubled,
    "community_code_once": CodeDoubled,
    "street_code_once": CodeDoubled,
    "district_code_once": CodeDoubled,
}
_SERIALIZATION_FAILURE = "40001"


@contextmanager
def network_refusals() -> Iterator[None]:
    """Turn the database's refusals inside (commit included) into the errors above."""
    try:
        yield
    except IntegrityError as refused:
        diagnosis = getattr(refused.__cause__, "diag", None)
        error = _BY_CONSTRAINT.get(getattr(diagnosis, "constraint_name", None) or "")
        if error is None or diagnosis is None:
            raise
        why = diagnosis.message_detail or diagnosis.message_primary
        raise error(why=why) from refused
    except OperationalError as failed:
        if getattr(failed.__cause__, "sqlstate", None) != _SERIALIZATION_FAILURE:
            raise
        raise NetworkChanged() from failed
