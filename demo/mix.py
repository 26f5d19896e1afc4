"""Which classes of case the demo city has, how many of each, in whose words, with which limit.

`data/mix.csv`: code; weight (per mille of all cases; for components only against each other);
curve of the day; whether it seeks crowds; the collector's words, parted by `|`. Limits come from
the city's standard rows. Shares are the demo's own assumptions, in the proportions of what cities
publish.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from demo.dictionary import LITTER_FROM_CARS
from standards.clocks import Limit
from standards.models import CaseClass, CaseKind

MIX_FILE: Final = Path(__file__).parent / "data" / "mix.csv"

COMPONENT_SHARE: Final = 0.025
"""Components are 2 to 3 % of cases."""

COMPONENT_WORDS: Final = ("{name}破损", "{name}缺失", "{name}松动、倾斜", "{name}脏污")
LITTER_WORDS: Final = (
    "车辆行驶中向窗外抛撒纸巾",
    "车窗抛出烟头",
    "车窗抛出饮料瓶",
    "副驾驶向车外抛物",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMix:
    """The classes as arrays, one entry each; `words_from` and `words_count` point into `words`."""

    codes: list[str]
    ids: list[bytes]
    share: NDArray[np.float64]
    limit_s: NDArray[np.int64]
    in_working_hours: NDArray[np.bool_]
    curve: list[str]
    crowd: NDArray[np.bool_]
    words: list[str]
    words_from: NDArray[np.intp]
    words_count: NDArray[np.intp]

    def index(self, code: str) -> int:
        return self.codes.index(code)


def load_mix(classes: Mapping[str, CaseClass], limits: Mapping[str, Limit]) -> ClassMix:
    """Return the mix over the dictionary's minor classes and their usual limits, by code."""
    with MIX_FILE.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file), _litter()]
    phrases = [_phrases(row, classes[row["code"]]) for row in rows]
    counts = np.array([len(some) for some in phrases], dtype=np.intp)
    usual = [limits[row["code"]] for row in rows]
    return ClassMix(
        codes=[row["code"] for row in rows],
        ids=[classes[row["code"]].id.bytes for row in rows],
        share=_shares(rows, classes),
        limit_s=np.array([limit.length.total_seconds() for limit in usual], dtype=np.int64),
        in_working_hours=np.array([not limit.unit.continuous for limit in usual]),
        curve=[row["curve"] for row in rows],
        crowd=np.array([row["crowd"] == "1" for row in rows]),
        words=[words for some in phrases for words in some],
        words_from=np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp),
        words_count=counts,
    )


def _litter() -> dict[str, str]:
    """Litter from cars has its own number of reports, so no share of the others."""
    return {
        "code": LITTER_FROM_CARS,
        "weight": "0",
        "curve": "day",
        "crowd": "0",
        "phrases": "|".join(LITTER_WORDS),
    }


def _shares(rows: list[dict[str, str]], classes: Mapping[str, CaseClass]) -> NDArray[np.float64]:
    weight = np.array([float(row["weight"]) for row in rows])
    component = np.array([classes[row["code"]].kind == CaseKind.COMPONENT for row in rows])
    share: NDArray[np.float64] = np.where(
        component,
        COMPONENT_SHARE * weight / weight[component].sum(),
        (1 - COMPONENT_SHARE) * weight / weight[~component].sum(),
    )
    return share


def _phrases(row: dict[str, str], case_class: CaseClass) -> list[str]:
    if row["phrases"]:
        return row["phrases"].split("|")
    return [words.format(name=case_class.name) for words in COMPONENT_WORDS]
