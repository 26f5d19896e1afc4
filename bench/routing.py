"""bin/bench routing [DIRECTORY] [--boston-only]: rules in figures.

Boston (DIRECTORY or WANGGE_DATA/boston): rules are learnt from January-September, put into force
and asked about October-December: how often the first, and one of the first three, is right. Then
how long one suggestion takes, cases alike nearby, who is on duty here now, a dry run over a month,
and re-snapping every case beside GeoPandas' sjoin of the same. The model city at full scale is
asked the same, with its own hand-written rules, unless `--boston-only`. Writes routing.json and
routing.svg.
"""
# Django must be set up before models are imported.
# ruff: noqa: E402

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.imports import Silent, fresh_database
from bench.rule_figures import asks, snaps
from bench.rule_figures.accuracy import Accuracy, accuracy, class_alone
from bench.rule_figures.picture import picture
from bench.telling import machine, say
from cases.routing.learning import Period, learn_rules
from cases.routing.vocabulary import WORDS
from departments.models import RuleSet
from departments.rule_enforcing import enforce
from grids.models import City
from importers.areas import build_network
from importers.load import load_cases
from importers.mapping import read_mapping
from importers.network import store_network


def main(arguments: list[str]) -> int:
    given = [argument for argument in arguments if not argument.startswith("-")]
    data = os.environ.get("WANGGE_DATA")
    directory = given[0] if given else f"{data}/boston" if data else ""
    call_command("migrate", verbosity=0)
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
    }
    shares: list[tuple[str, Accuracy]] = []
    if directory and Path(directory).is_dir():
        with fresh_database():
            document["boston"], shares = of_boston(Path(directory))
    else:
        say("boston        NOT RUN: give the directory of the Boston files, or set WANGGE_DATA")
    if "--boston-only" not in arguments:
        document["xiangtan"] = of_model_city()
    write(document, shares)
    return 0


def of_boston(directory: Path) -> tuple[dict[str, Any], list[tuple[str, Accuracy]]]:
    """Import, learn, put into force and measure."""
    mapping = read_mapping("boston")
    store_network(mapping, build_network(mapping, directory, {}))
    load_cases(mapping, directory / mapping.cases.file, at=timezone.now(), watcher=Silent())
    settle()
    city = City.named("boston")
    rules, learning_s = learnt(city)
    found = accuracy(city, rules)
    alone = class_alone(city, rules)
    say(f"learnt        {found.rules} rules in {learning_s:.1f} s", *found.lines())
    return {
        "learning_s": round(learning_s, 1),
        "accuracy": found.as_json(),
        "class_alone": alone.as_json(),
        **figures(city),
    }, [("class alone", alone), (f"{found.rules} learnt rules", found)]


def learnt(city: City) -> tuple[RuleSet, float]:
    zone, began = ZoneInfo(city.time_zone), perf_counter()
    period = Period(start=datetime(2015, 1, 1, tzinfo=zone), end=datetime(2015, 10, 1, tzinfo=zone))
    actor, at = asks.OPERATOR, timezone.now()
    rules = learn_rules(city=city, period=period, actor=actor, at=at)
    took_s = perf_counter() - began
    now = timezone.now()
    return enforce(rule_set=rules, actor=actor, since=now, at=now, words=WORDS), took_s


def of_model_city() -> dict[str, Any]:
    call_command("load_demo", scale="full")
    settle()
    return figures(City.named("xiangtan"))


def figures(city: City) -> dict[str, Any]:
    """Return how fast a city's rules answer and its cases are snapped anew."""
    asked, snapped = asks.measure(city), snaps.measure(city)
    by_index = asks.reads_the_index(city)
    say(*asked.lines(), f"  alike reads the index: {'yes' if by_index else 'NO'}")
    say(*snapped.lines())
    return {**asked.as_json(), "alike_by_index": by_index, "resnap": snapped.as_json()}


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def write(document: dict[str, Any], shares: list[tuple[str, Accuracy]]) -> None:
    results = Path(os.environ["WANGGE_BENCH_RESULTS"])
    (results / "routing.json").write_text(json.dumps(document, indent=1, ensure_ascii=False))
    (results / "routing.svg").write_text(picture(shares))
    say(f"written: {results / 'routing.json'}, routing.svg")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
