"""Limits and the reasons of a clock in words, in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from gis_core.errors import Words
from standards.clocks import Limit, Unit, Why

UNIT_NAMES: Final = {
    Unit.URGENT_HOUR: ("紧急工作时", "hour", "round the clock"),
    Unit.URGENT_DAY: ("紧急工作日", "day", "round the clock"),
    Unit.WORKING_HOUR: ("工作时", "working hour", ""),
    Unit.WORKING_DAY: ("工作日", "working day", ""),
}

_WHY: Final = {
    Why.RUNNING: ("计时", "counted"),
    Why.PAUSED: ("暂停", "paused"),
    Why.PARKED: ("挂账，不计时", "parked"),
    Why.DEFERRED: ("缓办，不计时", "deferred"),
    Why.ENFORCEMENT: ("移交执法，不计时", "with enforcement"),
    Why.ELSEWHERE: ("不在本环节，不计时", "with somebody else"),
    Why.OFF_HOURS: ("非工作时间", "outside working hours"),
    Why.WEEKEND: ("周末", "weekend"),
    Why.HOLIDAY: ("节假日", "holiday"),
}


def limit_in_words(limit: Limit) -> Words:
    """Return a limit as people say it: 1 工作日, 30 分钟 (紧急工作时)."""
    zh, en, note = UNIT_NAMES[limit.unit]
    amount = Decimal(limit.amount)
    if limit.unit in (Unit.URGENT_HOUR, Unit.WORKING_HOUR) and amount < 1:
        minutes = plain(amount * 60)
        return Words("", f"{minutes} 分钟（{zh}）", f"{minutes} minutes ({note or en + 's'})")
    plural = "" if amount == 1 else "s"
    said = f"{plain(amount)} {en}{plural}"
    return Words("", f"{plain(amount)} {zh}", f"{said}, {note}" if note else said)


def plain(amount: Decimal | int) -> str:
    """Return a number without zeros that say nothing."""
    return f"{Decimal(amount).normalize():f}"


def why_in_words(why: Why) -> Words:
    """Return why a span of time was counted, or was not."""
    return Words(str(why), *_WHY[why])
