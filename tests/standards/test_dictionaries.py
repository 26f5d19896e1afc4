"""Dictionaries: shipped with origin and age, extended down from 99, compared, in and out."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from grids.models import City
from standards.component_ids import problem_of
from standards.dictionaries import (
    NoNumberLeft,
    dictionary_named,
    extend,
    load_dictionary,
    next_free_code,
    shipped,
)
from standards.migration_report import Fate, compare
from standards.models import CaseClass, Dictionary
from standards.tables import Sheet, read_sheets, write_sheets
from tests.factories import OPENED_AT


@pytest.fixture
def both(boston: City) -> tuple[Dictionary, Dictionary]:
    """A city with the two lists; any city may have them."""
    old, new = (load_dictionary(boston, code, valid_from=OPENED_AT) for code in ("2013", "2026"))
    return old, new


def say(command: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("code", ["2013", "2026"])
def test_a_shipped_list_says_where_it_is_from_and_how_old_it_is(code: str) -> None:
    found = shipped()[code]
    assert "二手资料" in found.origin
    assert "second-hand" in found.origin
    assert found.taken_on.year == 2026
    assert sum(found.id_parts) in (16, 17)
    assert len({line.code for line in found.lines}) == len(found.lines)


def test_any_city_gets_a_list_by_one_command(boston: City) -> None:
    said = say("load_dictionary", city="boston", code="2013")
    assert "143 类 classes" in said
    assert "自 99 向下" in said
    manhole = CaseClass.objects.get(dictionary__code="2013", code="0101")
    assert (manhole.name, manhole.parent and manhole.parent.code) == ("上水井盖", "01")
    building = CaseClass.objects.get(dictionary__code="2013", code="E0101")
    assert (building.name, building.parent and building.parent.code) == ("私搭乱建", "E01")
    with pytest.raises(CommandError, match="用新的标识"):
        say("load_dictionary", city="boston", code="2013")


def test_a_city_s_own_classes_are_numbered_down_from_99(
    both: tuple[Dictionary, Dictionary],
) -> None:
    old, new = both
    assert next_free_code(old, "01") == "0199"
    assert next_free_code(new, "06") == "06099"
    assert extend(new, "06", "车窗抛物").code == "06099"
    assert extend(new, "06", "光污染").code == "06098"
    said = say("extend_dictionary", city="boston", code="2013", major="E05", name="高空坠物")
    assert said.strip() == "E0599 高空坠物"


def test_numbers_that_are_taken_are_stepped_over_until_none_is_left(
    both: tuple[Dictionary, Dictionary],
) -> None:
    old, _ = both
    major = old.classes.get(code="05")
    CaseClass.objects.bulk_create(
        CaseClass(dictionary=old, parent=major, kind="component", level="minor",
                  code=f"05{n:02}", name=str(n))
        for n in range(1, 100) if n not in (3, 4, 6, 7, 8, 50)
    )  # fmt: skip
    assert next_free_code(old, "05") == "0550"
    extend(old, "05", "最后一个")
    with pytest.raises(NoNumberLeft):
        next_free_code(old, "05")


def test_two_lists_are_compared_class_by_class(both: tuple[Dictionary, Dictionary]) -> None:
    old, new = both
    extend(old, "01", "河东驿站")
    moves = {move.old.code: move for move in compare(old, new) if move.old}

    def fate(code: str) -> tuple[Fate, list[str]]:
        return moves[code].fate, [one.code for one in moves[code].new]

    assert fate("0102") == (Fate.SAME, ["01002"])
    assert fate("0101") == (Fate.RENAMED, ["01001"])  # 上水井盖 → 供水井盖
    assert fate("E0405") == (Fate.SAME, ["09005"])
    assert fate("E0508") == (Fate.SAME, ["10002"])
    assert moves["0199"].fate is Fate.GONE
    assert moves["0199"].extension
    assert len(moves) == old.classes.minor().count()
    fresh = [move for move in compare(old, new) if move.fate is Fate.NEW]
    assert {one.code for move in fresh for one in move.new} >= {"07008", "09012"}


def test_what_becomes_of_every_class_is_printed_and_written(
    both: tuple[Dictionary, Dictionary], tmp_path: Path
) -> None:
    said = StringIO()
    call_command("compare_dictionaries", "2013", "2026", city="boston", stdout=said)
    assert "0102\t污水井盖\t相同 same\t01002\t污水井盖" in said.getvalue()
    file = tmp_path / "moves.csv"
    call_command("compare_dictionaries", "2013", "2026", city="boston", to=file, stdout=said)
    (sheet,) = read_sheets(file)
    assert sheet.rows[0][:5] == ("旧代码", "旧名称", "去向", "新代码", "新名称")
    assert len(sheet.rows) > 132


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_list_goes_out_and_comes_in_the_same(
    both: tuple[Dictionary, Dictionary], tmp_path: Path, suffix: str
) -> None:
    old, _ = both
    extend(old, "01", "=HYPERLINK(1)", "+cmd", sensitive=True)
    file = tmp_path / f"classes{suffix}"
    say("export_dictionary", city="boston", code="2013", to=file)
    since = date(2026, 7, 1)
    call_command(
        "import_dictionary", file, city="boston", code="copy", name="副本", since=since,
        stdout=StringIO(),
    )  # fmt: skip
    copy = dictionary_named(old.city, "copy")
    fields = ("kind", "level", "code", "name", "name_en", "sensitive", "parent__code")
    assert list(copy.classes.values_list(*fields)) == list(old.classes.values_list(*fields))


@pytest.mark.parametrize("code", ["2013", "2026"])
def test_a_shipped_list_marks_the_classes_that_are_about_persons(boston: City, code: str) -> None:
    dictionary = load_dictionary(boston, code, valid_from=OPENED_AT)
    marked = set(dictionary.classes.sensitive().values_list("name", flat=True))
    assert marked >= {"非法小广告", "无照经营游商", "擅自饲养家禽家畜"}
    assert not marked & {"店外经营", "道路不洁", "暴露垃圾"}


def test_a_class_below_a_marked_major_class_is_sensitive_too(
    both: tuple[Dictionary, Dictionary],
) -> None:
    _, new = both
    new.classes.filter(code="10").update(sensitive=True)
    say("extend_dictionary", city="boston", code="2026", major="10", name="高空抛物")
    say(
        "extend_dictionary", city="boston", code="2026", major="06", name="车窗抛物", sensitive=True
    )
    found = set(new.classes.minor().sensitive().values_list("code", flat=True))
    assert found >= {"10001", "10099", "06099"}


def test_a_mark_that_is_neither_yes_nor_no_is_told(boston: City, tmp_path: Path) -> None:
    file = tmp_path / "classes.csv"
    rows = (("类型", "代码", "名称", "涉及个人"), ("部件", "01", "井盖", "也许"))
    write_sheets(file, [Sheet("", rows)])
    said = {"city": "boston", "code": "bad", "name": "坏", "since": date(2026, 7, 1)}
    with pytest.raises(CommandError, match="也许"):
        call_command("import_dictionary", file, **said)


def test_no_cell_leaves_as_a_formula(tmp_path: Path) -> None:
    risky = ("=1+1", "+1", "-1", "@SUM(A1)", "正常", "'quoted")
    for suffix in (".csv", ".xlsx"):
        file = tmp_path / f"risky{suffix}"
        write_sheets(file, [Sheet("x", (("a",) * len(risky), risky))])
        assert read_sheets(file)[0].rows[1] == risky
    text = (tmp_path / "risky.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith("'=1+1,'+1,'-1,'@SUM(A1),正常")


def test_a_wrong_list_is_refused_whole_and_every_place_is_named(
    boston: City, tmp_path: Path
) -> None:
    file = tmp_path / "classes.csv"
    rows = (
        ("类型", "代码", "名称"),
        ("部件", "01", "井盖"),
        ("物件", "", ""),
        ("部件", "01", "井"),
    )
    write_sheets(file, [Sheet("", rows)])
    said = {"city": "boston", "code": "bad", "name": "坏", "since": date(2026, 7, 1)}
    with pytest.raises(CommandError) as refused:
        call_command("import_dictionary", file, **said)
    assert "4 处问题" in str(refused.value)
    assert not Dictionary.objects.filter(code="bad").exists()


@pytest.mark.parametrize(
    ("code", "parts", "class_code", "wrong"),
    [
        ("4303020101000001", (6, 2, 2, 6), "0101", None),
        ("43030201001000001", (6, 2, 3, 6), "01001", None),
        ("4303020101000001", (6, 2, 3, 6), "01001", "component_id_length"),
        ("43030201002000001", (6, 2, 3, 6), "01001", "component_id_class"),
        ("43010201001000001", (6, 2, 3, 6), "01001", "component_id_division"),
        ("4303020100100000X", (6, 2, 3, 6), "01001", "component_id_length"),
        ("４3030201001000001", (6, 2, 3, 6), "01001", "component_id_length"),
    ],
)
def test_a_component_s_id_is_checked_by_what_its_dictionary_says(
    code: str, parts: tuple[int, ...], class_code: str, wrong: str | None
) -> None:
    found = problem_of(code, id_parts=parts, class_code=class_code, division_prefix="4303")
    assert (found.code if found else None) == wrong
