"""A cell's code says which community numbered it, and nothing else passes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grids.codes import (
    CellCode,
    CellCodeMalformed,
    PlainCodeMalformed,
    SequenceMissing,
    TooManyCells,
    cell_code,
    check_cell_code,
)
from grids.models import CodeScheme


def test_a_code_names_division_street_community_and_sequence() -> None:
    code = CellCode.parse("430304010003027")
    assert (code.division, code.street, code.community, code.sequence) == (
        "430304", "010", "003", 27,
    )  # fmt: skip
    assert code.street_code == "430304010"
    assert code.community_code == "430304010003"


def test_a_zone_keeps_its_statistical_code() -> None:
    assert str(CellCode.in_community("430371002204", 5)) == "430371002204005"


@given(st.from_regex(r"\A[0-9]{12}\Z"), st.integers(1, 999))
def test_a_code_reads_back_as_it_was_written(community: str, sequence: int) -> None:
    assert CellCode.parse(str(CellCode.in_community(community, sequence))).sequence == sequence


@given(st.lists(st.from_regex(r"\A[0-9]{12}00[1-9]\Z"), min_size=2))
def test_codes_order_as_their_text_does(codes: list[str]) -> None:
    assert [str(c) for c in sorted(map(CellCode.parse, codes))] == sorted(codes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "43030401000302",
        "4303040100030270",
        "43030401000302x",
        "430304 10003027",
        "４３０３０４０１０００３０２７",
    ],
)
def test_anything_but_fifteen_digits_is_refused(text: str) -> None:
    with pytest.raises(CellCodeMalformed) as refused:
        check_cell_code(CodeScheme.CN15, text)
    assert text in refused.value.detail("zh")
    assert text in refused.value.detail("en")


def test_numbering_starts_at_one() -> None:
    with pytest.raises(SequenceMissing):
        CellCode.parse("430304010003000")


@pytest.mark.parametrize("scheme", CodeScheme)
def test_the_thousandth_cell_of_a_community_is_refused_and_says_so(scheme: CodeScheme) -> None:
    assert cell_code(scheme, "430304010003", 999).endswith("999")
    with pytest.raises(TooManyCells) as refused:
        cell_code(scheme, "430304010003", 1000)
    assert "430304010003" in str(refused.value)
    assert "999" in str(refused.value)


def test_a_foreign_city_numbers_inside_its_own_codes() -> None:
    code = cell_code(CodeScheme.PLAIN, "0113", 7)
    assert code == "0113-007"
    check_cell_code(CodeScheme.PLAIN, code)
    with pytest.raises(PlainCodeMalformed):
        check_cell_code(CodeScheme.PLAIN, "0113007")
