"""What a dispatcher is told of a case: whom to send it to and why, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from cases.errors import CaseNotFound
from cases.models import Case, CaseEvent
from cases.routing.book import Book, book_of
from cases.routing.borders import Border, Ruling, border_at
from cases.routing.facts import facts_of, rows_of
from cases.routing.fallback import fallback_for
from cases.verbs import Verb
from departments.conditions import Facts
from departments.rule_checks import Finding
from departments.suggesting import Basis, Suggestion
from gis_core.actor import Actor


class DecidedBy(StrEnum):
    """What the first suggestion rests on; a person, where there is none."""

    RULING = "ruling"
    RULE = "rule"
    OWNER = "owner"
    HISTORY = "history"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Return:
    """Why a case came back: who asked for it in which words, and whose fault it was found to be."""

    at: datetime
    note: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The whole of it; `returns` with the newest first, `level` above 0 where it went up."""

    suggestions: tuple[Suggestion, ...]
    broken: tuple[Finding, ...] = ()
    border: Border | None = None
    returns: tuple[Return, ...] = ()
    level: int = 0

    @property
    def decided_by(self) -> DecidedBy:
        return DecidedBy(self.suggestions[0].basis) if self.suggestions else DecidedBy.PERSON


def advice_for(*, case_id: UUID, actor: Actor, at: datetime) -> Advice:
    """Return what is to be said of a case. Raises CaseNotFound."""
    visible = Case.objects.visible_to(actor).select_related(
        "city", "case_class", "component__owner"
    )
    case = visible.defer("component__owner__area").filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return advise(case, at)


def advise(case: Case, at: datetime) -> Advice:
    """Return what is to be said of a case whoever asks."""
    book = book_of(case.city, at)
    (row,) = rows_of(Case.objects.filter(pk=case.pk))
    (facts,) = facts_of(case.city, [row], book.asked)
    border = border_at(case.city, case.geom, facts, book, at) if case.geom else None
    suggestions, broken = _suggestions(case, facts, book)
    return Advice(
        suggestions=tuple(ruled_first(suggestions, border)),
        broken=tuple(broken),
        border=border,
        returns=tuple(_returns(case)) if case.returns else (),
        level=case.level,
    )


def _suggestions(case: Case, facts: Facts, book: Book) -> tuple[list[Suggestion], list[Finding]]:
    by_rules, broken = book.suggestions(facts)
    if by_rules:
        return by_rules, broken
    fallback = fallback_for(
        case.city, case.case_class, facts, point=case.geom, component=case.component
    )
    return book.suggestions(facts, fallback)


def ruled_first(suggestions: list[Suggestion], border: Border | None) -> Iterator[Suggestion]:
    """Yield the last ruling's owner before everybody else, where there is a ruling."""
    ruling = border.last_ruling if border else None
    if ruling is not None:
        yield _by_ruling(ruling)
    for suggestion in suggestions:
        if ruling is None or suggestion.organization.id != ruling.owner.id:
            yield suggestion


def _by_ruling(ruling: Ruling) -> Suggestion:
    day = f"{ruling.at:%Y-%m-%d}"
    return Suggestion(
        organization=ruling.owner,
        unit=None,
        reason_zh=f"此处为责任交界；{day} 现场确权裁定此段归此单位（{ruling.number}）。",
        reason_en=f"Responsibilities meet here; on {day} a ruling gave this stretch to them"
        f" ({ruling.number}).",
        basis=Basis.RULING,
    )


_BACK: Final = (Verb.ASK_RETURN, Verb.GRANT_RETURN)


def _returns(case: Case) -> Iterator[Return]:
    """Yield each granted return with the words in which it was asked for, the newest first."""
    told: list[Return] = []
    asked = ""
    for event in CaseEvent.objects.filter(case=case, verb__in=_BACK).order_by("sequence"):
        if event.verb == Verb.ASK_RETURN:
            asked = event.note
        else:
            told.append(Return(event.at, asked, (event.data or {}).get("fault", "")))
    yield from reversed(told)
