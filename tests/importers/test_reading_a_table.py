"""Files as they are found: cut off, mislabelled, with a row too short."""

import gzip
from pathlib import Path

import pytest

from gis_core.errors import DomainError
from importers.errors import ColumnsMissing, FileMissing, FileUnreadable, NothingInFile
from importers.read import Chunk, TableFormat, table_chunks, within

UTF8 = TableFormat(encoding="utf-8-sig", delimiter=",")


def chunks(path: Path, columns: str = "a b", chunk_rows: int = 2) -> list[Chunk]:
    read = table_chunks(
        path, columns.split(), form=UTF8, advance=lambda done: None, chunk_rows=chunk_rows
    )
    return list(read)


def test_columns_come_by_name_whatever_their_order(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbfb,c,a\n1,2,3\n4,5,6\n\n7,8,9\n")
    assert [(c.lines, c.columns) for c in chunks(path)] == [
        ([2, 3], {"a": ("3", "6"), "b": ("1", "4")}),
        ([5], {"a": ("9",), "b": ("7",)}),
    ]


def test_a_row_with_too_few_or_too_many_fields_is_set_aside_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,2\n3\n"4\n4",5\n6,7,8\n')
    read = chunks(path, chunk_rows=10)
    assert [(c.lines, c.misshapen) for c in read] == [([2, 5], [3, 6])]


def test_a_gap_longer_than_a_chunk_does_not_end_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n" + "\n" * 9 + "3,4\n")
    assert [line for c in chunks(path) for line in c.lines] == [2, 12]


def wrong(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("t.csv", b"a,c\n1,2\n", ColumnsMissing),
        ("t.csv", b"", NothingInFile),
        ("t.csv", b"a,b\n", NothingInFile),
        ("t.csv", b"a,b\n\xff\xfe,1\n", FileUnreadable),
        ("t.csv", b'a,b\n"1,2\n', FileUnreadable),
        ("t.csv.gz", b"a,b\n1,2\n", FileUnreadable),
        ("t.csv.gz", gzip.compress(b"a,b\n1,2\n" * 5000, mtime=0)[:-20], FileUnreadable),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(
    tmp_path: Path, name: str, content: bytes, error: type[DomainError]
) -> None:
    path = wrong(tmp_path / name, content)
    with pytest.raises(error) as raised:
        chunks(path)
    assert str(path) in raised.value.detail("zh")
    assert str(path) in raised.value.detail("en")


def test_a_missing_column_is_named_beside_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(ColumnsMissing, match=r"b; it has: a, c"):
        chunks(wrong(tmp_path / "t.csv", b"a,c\n1,2\n"))


def test_a_directory_or_the_file_itself_may_be_given(tmp_path: Path) -> None:
    path = wrong(tmp_path / "t.csv", b"a\n")
    assert within(tmp_path, "t.csv") == within(path, "t.csv") == path
    with pytest.raises(FileMissing):
        within(tmp_path, "u.csv")
