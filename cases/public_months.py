"""What the public gets of sensitive classes: counts by month, district and class, given once.

Each figure is withheld or given by itself alone, whatever stands beside it; a total is given only
where everything that it sums is. So all that is public follows from figures that are 5 and more,
and a withheld one may be 0, 1, 2, 3 or 4 as far as anybody can tell: there is nothing to take away
from anything. A month is counted when it is over and never again, so no later change, a case more
or a case less, shows in it either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from cases.models import Case, PublicMonth
from cases.pyramid.days import next_month
from gis_core.errors import DomainError, NotFound
from grids.models import City, District
from standards.models import CaseClass, Dictionary

BELOW: Final = 5
"""Fewer are withheld (k = 5): a handful in a district and a month can be somebody's neighbours."""

SETTLES: Final = timedelta(days=3)
"""After its end a month waits for reports that were kept on phones without a signal."""

Figures = Sequence[Sequence[int | None]]

ELSEWHERE: Final = {"code": "", "name": "其他或位置未知", "name_en": "Elsewhere or unknown"}


class MonthNotOver(DomainError):
    code = "month_not_over"
    status = HTTPStatus.CONFLICT
    zh = "{month} 还没有结束满 {days} 天，暂不能公布。"
    en = "{month} has not been over for {days} days: it cannot be published yet."


class MonthPublished(DomainError):
    code = "month_published"
    status = HTTPStatus.CONFLICT
    zh = "{month} 已经公布，不再更改。"
    en = "{month} has been published, and stays as it is."


class NothingPublished(DomainError):
    code = "nothing_published"
    zh = "{city}还没有公布过任何月份；请指明从哪个月开始。"
    en = "{city} has not published a month yet; say from which month on."


class MonthUnknown(NotFound):
    code = "month_not_published"
    zh = "没有公布过 {what}。"
    en = "{what} has not been published."


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a table; None where something in them is withheld."""

    by_class: tuple[int | None, ...]
    by_district: tuple[int | None, ...]
    all: int | None


def given(count: int) -> int | None:
    """Return the count as the public gets it: itself, or None below 5."""
    return count if count >= BELOW else None


def totals(figures: Figures) -> Totals:
    """Return the sums of a table of classes by districts."""
    by_class = tuple(_sum(row) for row in figures)
    by_district = tuple(_sum(column) for column in zip(*figures, strict=True))
    return Totals(by_class, by_district, _sum(by_class))


def _sum(parts: Iterable[int | None]) -> int | None:
    known = list(parts)
    return None if None in known else sum(part for part in known if part is not None)


def publish_month(city: City, month: date, *, at: datetime) -> PublicMonth:
    """Count a month and publish it, once; `month` is its first day in the city's own zone.

    Raises MonthNotOver, MonthPublished.
    """
    start, end = (city.midnight(day) for day in (month, next_month(month)))
    if at < end + SETTLES:
        raise MonthNotOver(month=f"{month:%Y-%m}", days=SETTLES.days)
    districts = _districts(city, end)
    classes = list(_classes(city, start, end))
    counts = _counts(city, start, end, {row["code"] for row in districts})
    row = PublicMonth(
        city=city,
        month=month,
        published_at=at,
        below=BELOW,
        districts=districts,
        classes=[_said(one) for one in classes],
        figures=[[given(counts[one.pk, d["code"]]) for d in districts] for one in classes],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise MonthPublished(month=f"{month:%Y-%m}") from None
    return row


def publish_due(city: City, *, at: datetime, since: date | None = None) -> list[PublicMonth]:
    """Publish what is over and not published, from a month on; without one, after the last.

    Raises NothingPublished where no month is named and none was published.
    """
    done = set(PublicMonth.objects.filter(city=city).values_list("month", flat=True))
    if since is None and not done:
        raise NothingPublished(city=city.name)
    first = next_month(max(done)) if since is None else since.replace(day=1)
    return [publish_month(city, m, at=at) for m in _over(city, first, at) if m not in done]


def keep_publishing(city: City, *, at: datetime) -> list[PublicMonth]:
    """Go on where the city began; a city that never did publishes nothing by itself."""
    began = PublicMonth.objects.filter(city=city).exists()
    return publish_due(city, at=at) if began else []


def published_month(city: City, said: str) -> PublicMonth:
    """Return what was published of the month that `2026-04` names, or raise MonthUnknown."""
    months = PublicMonth.objects.filter(city=city)
    found = next((row for row in months.only("month") if f"{row.month:%Y-%m}" == said), None)
    if found is None:
        raise MonthUnknown(what=said)
    return months.get(pk=found.pk)


def _over(city: City, first: date, at: datetime) -> Iterator[date]:
    month = first
    while city.midnight(next_month(month)) + SETTLES <= at:
        yield month
        month = next_month(month)


def _districts(city: City, at: datetime) -> list[dict[str, str]]:
    rows = District.objects.of(city, at - timedelta(microseconds=1)).order_by("code")
    named = [{"code": d.code, "name": d.name, "name_en": d.name_en} for d in rows]
    return [*named, dict(ELSEWHERE)]


def _classes(city: City, start: datetime, end: datetime) -> Iterable[CaseClass]:
    """The sensitive classes of every dictionary that was in force for some of the time.

    Whether there was any case of them changes nothing.
    """
    lasted = Q(valid_to__isnull=True) | Q(valid_to__gt=start)
    known = Dictionary.objects.filter(lasted, city=city, valid_from__lt=end)
    rows = CaseClass.objects.filter(dictionary__in=known).minor().sensitive()
    return rows.select_related("dictionary").order_by("dictionary__code", "code")


def _counts(city: City, start: datetime, end: datetime, districts: set[str]) -> Counter[Any]:
    """Cases accepted from start to end by class and district."""
    rows = Case.objects.of(city).filter(accepted_at__gte=start, accepted_at__lt=end)
    counts: Counter[Any] = Counter()
    found = rows.values_list("case_class_id", "district_code").annotate(n=Count("pk")).order_by()
    for case_class, district, n in found:
        counts[case_class, district if district in districts else ELSEWHERE["code"]] += n
    return counts


def _said(one: CaseClass) -> dict[str, str]:
    named = {"code": one.code, "name": one.name, "name_en": one.name_en}
    return {"dictionary": one.dictionary.code, **named}
