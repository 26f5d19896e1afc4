"""Codes of the network: the national 15 digits, and the plain codes of cities that have their own.

A unit cell's code is 6 digits of division (GB/T 2260, or a zone's statistical code), 3 of street,
3 of community and 3 of sequence. It names the cell; which district or street a cell belongs to is
stored, never read from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from gis_core.errors import DomainError
from grids.models import CodeScheme

DIVISION_DIGITS, STREET_DIGITS, COMMUNITY_DIGITS, SEQUENCE_DIGITS = 6, 3, 3, 3
LAST_SEQUENCE = 10**SEQUENCE_DIGITS - 1

_PARTS = (DIVISION_DIGITS, STREET_DIGITS, COMMUNITY_DIGITS, SEQUENCE_DIGITS)
_CODE = re.compile("".join(rf"([0-9]{{{digits}}})" for digits in _PARTS))
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*-[0-9]{3}")


class CellCodeMalformed(DomainError):
    code = "cell_code_malformed"
    zh = "“{text}”不是单元网格编码：应为 6 位区划、3 位街道、3 位社区、3 位顺序号共 15 位数字。"
    en = (
        "“{text}” is not a cell code: 15 digits are expected, 6 of division, 3 of street, "
        "3 of community and 3 of sequence."
    )


class PlainCodeMalformed(DomainError):
    code = "plain_code_malformed"
    zh = "“{text}”不是本市的网格编码：应为区域编码、连字符和 3 位顺序号。"
    en = (
        "“{text}” is not a cell code of this city: the area's code, a hyphen and a sequence of "
        "3 digits are expected."
    )


class SequenceMissing(DomainError):
    code = "cell_sequence_zero"
    zh = "单元网格编码“{text}”的顺序号应从 1 开始。"
    en = "The sequence in the cell code “{text}” must start at 1."


class TooManyCells(DomainError):
    code = "too_many_cells"
    zh = (
        "区域 {area} 需要第 {sequence} 个网格，而一个区域最多只能编 {limit} 个；"
        "请用更大的网格或拆分区域。"
    )
    en = (
        "Area {area} would need cell number {sequence}, but an area can number {limit} at most; "
        "use larger cells or split the area."
    )


@dataclass(frozen=True, slots=True, order=True)
class CellCode:
    """A national cell code, taken apart. Orders as its text does."""

    division: str
    street: str
    community: str
    sequence: int

    LENGTH: ClassVar[int] = sum(_PARTS)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises CellCodeMalformed or SequenceMissing."""
        match = _CODE.fullmatch(text)
        if match is None:
            raise CellCodeMalformed(text=text)
        division, street, community, sequence = match.groups()
        if int(sequence) == 0:
            raise SequenceMissing(text=text)
        return cls(division, street, community, int(sequence))

    @classmethod
    def in_community(cls, community_code: str, sequence: int) -> Self:
        """Return the code of cell number `sequence` of a community (12 digits).

        Raises TooManyCells, CellCodeMalformed or SequenceMissing.
        """
        if sequence > LAST_SEQUENCE:
            raise TooManyCells(area=community_code, sequence=sequence, limit=LAST_SEQUENCE)
        return cls.parse(f"{community_code}{sequence:0{SEQUENCE_DIGITS}}")

    @property
    def street_code(self) -> str:
        return self.division + self.street

    @property
    def community_code(self) -> str:
        return self.street_code + self.community

    def __str__(self) -> str:
        return f"{self.community_code}{self.sequence:0{SEQUENCE_DIGITS}}"


def cell_code(scheme: CodeScheme | str, area_code: str, sequence: int) -> str:
    """Return the code of cell number `sequence` of an area under the city's scheme.

    Args:
        area_code: of the community; of the street where the city has no communities.
    """
    if scheme == CodeScheme.CN15:
        return str(CellCode.in_community(area_code, sequence))
    if sequence > LAST_SEQUENCE:
        raise TooManyCells(area=area_code, sequence=sequence, limit=LAST_SEQUENCE)
    return f"{area_code}-{sequence:0{SEQUENCE_DIGITS}}"


def check_cell_code(scheme: CodeScheme | str, text: str) -> None:
    """Raise CellCodeMalformed, SequenceMissing or PlainCodeMalformed unless the code is sound."""
    if scheme == CodeScheme.CN15:
        CellCode.parse(text)
    elif _PLAIN.fullmatch(text) is None:
        raise PlainCodeMalformed(text=text)
