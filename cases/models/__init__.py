"""The rows of a case, one module each."""

from cases.models.case import Case
from cases.models.choices import Origin, SnapKind, Source, Urgency
from cases.models.clock import CaseClock, CasePause, ClockKind
from cases.models.clock_rules import ClockRules
from cases.models.disclosure import Disclosed, RevealLog
from cases.models.dry_run import DryRun, DryRunChange
from cases.models.event import CaseEvent
from cases.models.note import CaseNote, NoteFile
from cases.models.photo import CasePhoto, PhotoRole
from cases.models.practice import CasePractice
from cases.models.public_month import PublicMonth
from cases.models.pyramid import (
    CaseDelta,
    PyramidCase,
    PyramidCode,
    PyramidGroup,
    PyramidSquare,
)
from cases.models.reporter import Reporter
from cases.models.task import Task, TaskKind

__all__ = [
    "Case",
    "CaseClock",
    "CaseDelta",
    "CaseEvent",
    "CaseNote",
    "CasePause",
    "CasePhoto",
    "CasePractice",
    "ClockKind",
    "ClockRules",
    "Disclosed",
    "DryRun",
    "DryRunChange",
    "NoteFile",
    "Origin",
    "PhotoRole",
    "PublicMonth",
    "PyramidCase",
    "PyramidCode",
    "PyramidGroup",
    "PyramidSquare",
    "Reporter",
    "RevealLog",
    "SnapKind",
    "Source",
    "Task",
    "TaskKind",
    "Urgency",
]
