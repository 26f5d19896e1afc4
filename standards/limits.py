"""Time limits as handbooks write them: 2紧急工作时, 4小时, 半天, several stages in a cell; pure.

The national units mean what they say. A bare 小时, 天 or 分钟 means what the book's `unit_words`
say, and nothing where they do not: a guess here would make every due date of the class wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gis_core.errors import Words
from standards.clocks import Limit, Unit

NAMED: Final = {
    "紧急工作时": Unit.URGENT_HOUR,
    "紧急工作小时": Unit.URGENT_HOUR,
    "紧急工作日": Unit.URGENT_DAY,
    "自然日": Unit.URGENT_DAY,
    "工作时": Unit.WORKING_HOUR,
    "工作小时": Unit.WORKING_HOUR,
    "工作日": Unit.WORKING_DAY,
    "工作天": Unit.WORKING_DAY,
}
BARE: Final = {"小时": "小时", "时": "小时", "天": "天", "日": "天", "分钟": "分钟", "分": "分钟"}
"""A bare unit, and the word under which `unit_words` must say what it means."""

DECIMALS: Final = 2
"""A limit is kept to a hundredth of its unit: a quarter of an hour is, twenty minutes are not."""

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS: Final = "|".join(sorted([*NAMED, *BARE], key=len, reverse=True))
_LIMIT: Final = re.compile(
    rf"(?P<amount>\d+(?:\.\d+)?|半|[零一二两三四五六七八九十]+)\s*个?\s*(?P<unit>{_UNITS})"
)
_DOUBTFUL: Final = re.compile(r"\d|[-−~～至到/.]$")
"""What must not stand beside the one limit of a part: another number, or half a range."""

_STAGES: Final = re.compile(r"[;；,，、\n]+")
_AROUND: Final = re.compile(r"^[\s:：（(]+|[\s。.）)]+$|^(?:之内|以内|内|完成)+|(?:在|于)$")


class LimitProblem(ValueError):
    """A limit that cannot be read; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.zh)
        self.words = words


@dataclass(frozen=True, slots=True)
class ReadLimit:
    """A limit, and what its part of the cell says besides (the name of a stage)."""

    limit: Limit
    label: str
    text: str


def read_limits(text: str, unit_words: Mapping[str, str]) -> list[ReadLimit]:
    """Return the limits of a cell in order: one, or one for each stage.

    Raises:
        LimitProblem: it holds none, or a bare unit that the book does not explain.
    """
    whole = text.strip()
    if len(_LIMIT.findall(whole)) == 1:
        return [_read(whole, unit_words)]
    parts = [part for part in _STAGES.split(whole) if part.strip()]
    if not parts:
        raise _unreadable(text)
    return [_read(part.strip(), unit_words) for part in parts]


def _read(text: str, unit_words: Mapping[str, str]) -> ReadLimit:
    found = _LIMIT.search(text)
    if found is None or len(_LIMIT.findall(text)) != 1 or _DOUBTFUL.search(_without(text, found)):
        raise _unreadable(text)
    amount = _amount(found["amount"])
    label = text[: found.start()] + text[found.end() :]
    while (trimmed := _AROUND.sub("", label)) != label:
        label = trimmed
    limit = _limit(amount, found["unit"], unit_words)
    if not limit.amount or limit.amount != round(Decimal(limit.amount), DECIMALS):
        raise _unreadable(text)
    return ReadLimit(limit, label, text)


def _without(text: str, found: re.Match[str]) -> str:
    return text[found.end() :] + text[: found.start()]


def _amount(said: str) -> Decimal:
    if said == "半":
        return Decimal("0.5")
    if said[0].isdigit():
        return Decimal(said)
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return Decimal(_DIGITS[said] if len(said) == 1 else 0)
    return Decimal((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def _limit(amount: Decimal, unit: str, unit_words: Mapping[str, str]) -> Limit:
    if unit in NAMED:
        return Limit(amount, NAMED[unit])
    word = BARE[unit]
    if word not in unit_words:
        raise LimitProblem(
            Words(
                "unit_not_explained",
                f"“{unit}”没有说明是哪种工作时间（须注明 {word}=紧急工作时、工作时、工作日等）",
                f"“{unit}” is not explained: say which unit {word} means in this book",
            )
        )
    meant = Unit(unit_words[word])
    return Limit(amount / 60 if word == "分钟" else amount, meant)


def _unreadable(text: str) -> LimitProblem:
    return LimitProblem(
        Words(
            "limit_unreadable",
            f"时限“{text}”无法读取",
            f"the time limit “{text}” cannot be read",
        )
    )
