"""指挥手册: in from a city's Excel as it is, all or nothing, with its own words kept."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from standards.clocks import Unit
from standards.limits import LimitProblem, read_limits
from standards.models import RowSet, StandardRow, WorkingHours
from standards.tables import Sheet, write_sheets
from tests.factories import Cast

MAPPING = """
fill_down = ["class_code", "class_name"]
[sheets]
"部件" = ""
"事件" = ""
[unit_words]
"小时" = "urgent_hour"
"天" = "working_day"
[fields]
class_code = ["{大类编码}{小类编码}"]
class_name = ["小类名称"]
filing_condition = ["立案条件"]
limit = ["处置时限"]
closing_condition = ["结案标准"]
supervising_body = ["主管部门"]
responsible_body = ["责任单位"]
"""
HEAD = ("大类编码", "小类编码", "小类名称", "立案条件", "处置\n时限", "结案标准", "主管部门",
        "责任单位")  # fmt: skip
COMPONENTS = (
    ("市城市管理指挥手册", "", "", "", "", "", "", ""),
    HEAD,
    ("01", "001", "供水井盖", "井盖缺失、移位", "2紧急工作时", "井盖复位", "市政", "供水公司"),
    ("", "", "", "井盖破损，大于 25 平方厘米", "4小时", "更换井盖", "市政", "供水公司"),
    ("", "", "", "井盖异响", "2天", "无异响", "市政", "供水公司"),
)
EVENTS = (
    HEAD,
    ("03", "001", "店外经营", "占道经营", "1天", "恢复整洁", "城管", "街道"),
    ("03", "003", "道路不洁", "路面有油渍", "3紧急工作时内控制；8紧急工作时清理；1工作日恢复",
     "路面干净", "城管", "环卫"),
)  # fmt: skip


@pytest.fixture
def handbook(tmp_path: Path) -> tuple[Path, Path]:
    """A city's Excel with two sheets, merged cells and a title, and the mapping for it."""
    book, mapping = tmp_path / "手册.xlsx", tmp_path / "mapping.toml"
    write_sheets(book, [Sheet("部件", COMPONENTS), Sheet("事件", EVENTS), Sheet("说明", (("…",),))])
    mapping.write_text(MAPPING, encoding="utf-8")
    return book, mapping


def load(file: Path, **options: Any) -> str:
    out = StringIO()
    said = {
        "city": "xiangtan", "code": "2026", "name": "指挥手册", "since": date(2026, 7, 1),
        "dictionary": "test",
    }  # fmt: skip
    call_command("import_rows", file, stdout=out, **{**said, **options})
    return out.getvalue()


def test_a_city_s_handbook_comes_in_from_its_excel_as_it_is(
    cast: Cast, handbook: tuple[Path, Path]
) -> None:
    book, mapping = handbook
    assert "5 条 rows, 3 类 classes" in load(book, mapping=mapping)
    rows = StandardRow.objects.filter(class_code="01001").order_by("order")
    assert [(r.filing_condition[:4], r.limit_text, r.limit.unit) for r in rows] == [
        ("井盖缺失", "2紧急工作时", Unit.URGENT_HOUR),
        ("井盖破损", "4小时", Unit.URGENT_HOUR),
        ("井盖异响", "2天", Unit.WORKING_DAY),
    ]
    assert RowSet.objects.get().unit_words == {"小时": "urgent_hour", "天": "working_day"}
    staged = StandardRow.objects.get(class_code="03003")
    assert [(s.name, s.limit_text) for s in staged.stages.all()] == [
        ("控制", "3紧急工作时内控制"),
        ("清理", "8紧急工作时清理"),
        ("恢复", "1工作日恢复"),
    ]
    assert (staged.limit.amount, staged.limit.unit) == (1, Unit.WORKING_DAY)
    assert staged.responsible_body == "环卫"


def test_a_bare_hour_means_nothing_until_the_book_says_what(
    cast: Cast, handbook: tuple[Path, Path]
) -> None:
    book, mapping = handbook
    text = MAPPING.replace('"小时" = "urgent_hour"', "")
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        load(book, mapping=mapping)
    said = str(refused.value)
    assert "工作表“部件”第 4 行“处置时限”列：“小时”没有说明" in said
    assert "sheet “部件”, row 4, column “处置时限”: “小时” is not explained" in said
    assert not RowSet.objects.exists()
    assert "5 条 rows" in load(book, mapping=mapping, unit=[("小时", "working_hour")])
    assert StandardRow.objects.get(limit_text="4小时").limit.unit is Unit.WORKING_HOUR


def test_everything_that_is_wrong_is_named_and_nothing_is_loaded(
    cast: Cast, handbook: tuple[Path, Path]
) -> None:
    book, mapping = handbook
    rows = (
        *EVENTS,
        ("03", "009", "", "", "一会儿", "", "", ""),
        ("", "", "", "", "-1天", "", "", ""),
    )
    write_sheets(book, [Sheet("部件", COMPONENTS[:1]), Sheet("事件", rows)])
    with pytest.raises(CommandError) as refused:
        load(book, mapping=mapping)
    said = str(refused.value)
    assert "工作表“部件”第 1 行：没有表头“处置时限”" in said
    assert "第 4 行“处置时限”列：时限“一会儿”无法读取" in said
    assert "第 4 行：字典中没有类别“03009”" in said
    assert "第 5 行“处置时限”列：时限“-1天”无法读取" in said
    assert "5 处问题" in said
    assert not StandardRow.objects.exists()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_rows_go_out_and_come_in_the_same(
    cast: Cast, handbook: tuple[Path, Path], tmp_path: Path, suffix: str
) -> None:
    WorkingHours.objects.create(
        calendar=cast.city.calendar, name="环卫", spans=["05:00-11:00"], every_day=True
    )
    book, mapping = handbook
    load(book, mapping=mapping)
    StandardRow.objects.filter(class_code="03001").update(
        hours=WorkingHours.objects.get(), closing_amount="1.5", closing_unit="working_day",
        legal_basis="=1+1",
    )  # fmt: skip
    file = tmp_path / f"rows{suffix}"
    call_command("export_rows", city="xiangtan", code="2026", dictionary="test", to=file,
                 stdout=StringIO())  # fmt: skip
    load(file, code="2027", unit=[("小时", "urgent_hour"), ("天", "working_day")])
    assert contents("2027") == contents("2026")


def contents(code: str) -> list[Any]:
    rows = StandardRow.objects.filter(row_set__code=code).order_by("class_code", "order")
    fields = (
        "class_code", "order", "filing_condition", "limit_amount", "limit_unit",
        "closing_amount", "closing_unit", "closing_condition", "supervising_body",
        "responsible_body", "legal_basis", "hours__name",
    )  # fmt: skip
    stages = [
        [(s.order, s.name, s.limit_text, s.limit_amount, s.limit_unit) for s in row.stages.all()]
        for row in rows
    ]
    return [list(rows.values_list(*fields)), stages]


def test_a_spreadsheet_that_took_a_code_for_a_number_is_understood(
    cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("类别代码,处置时限\n3001,1工作日\n", encoding="utf-8")
    load(file)
    assert StandardRow.objects.get().class_code == "03001"


def test_a_class_may_be_named_by_its_name_alone(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("小类名称,处置时限\n店外经营,1工作日\n", encoding="utf-8")
    load(file)
    assert StandardRow.objects.get().class_code == "03001"


def test_a_book_that_cases_were_filed_by_is_never_overwritten(
    cast: Cast, handbook: tuple[Path, Path]
) -> None:
    book, mapping = handbook
    load(book, mapping=mapping)
    with pytest.raises(CommandError, match="用新的标识"):
        load(book, mapping=mapping)


@pytest.mark.parametrize(
    "text", ["", "一会儿", "0天", "3-5天", "20分钟", "2紧急工作时或3工作日", "天"]
)
def test_a_limit_that_is_not_clear_is_not_guessed(text: str) -> None:
    with pytest.raises(LimitProblem):
        read_limits(text, {"天": "working_day", "分钟": "urgent_hour"})


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("半天", "0.5", Unit.WORKING_DAY),
        ("两个工作日", "2", Unit.WORKING_DAY),
        ("十五自然日", "15", Unit.URGENT_DAY),
        ("30分钟", "0.5", Unit.URGENT_HOUR),
        ("1紧急工作时制止", "1", Unit.URGENT_HOUR),
    ],
)
def test_limits_are_read_as_people_write_them(text: str, amount: str, unit: Unit) -> None:
    (read,) = read_limits(text, {"天": "working_day", "分钟": "urgent_hour"})
    assert (str(read.limit.amount), read.limit.unit) == (amount, unit)


def test_a_broken_file_is_one_clear_sentence(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(CommandError, match="无法读取"):
        load(file)
