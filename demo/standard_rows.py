"""The demo city's standard rows: plausible limits by class, the demo's own, no city's."""

from pathlib import Path
from typing import Final

from demo.figures import OPENED_AT
from grids.models import City
from standards.handbook.loading import NewBook, load_book
from standards.handbook.mapping import read_mapping
from standards.models import Dictionary, RowSet
from standards.tables import read_sheets

ROWS_FILE: Final = Path(__file__).parent / "data" / "rows.csv"

ORIGIN: Final = (
    "演示用：时限按公开的各市做法拟定，不是任何城市的立案标准。井盖四档时限和分阶段的突发事件时限"
    "取自公开资料所载的实例。\n"
    "For the demo: limits in the manner of what cities publish, no city's own. The four rows of "
    "manhole covers and the staged rows of emergencies follow published examples."
)


def create_rows(city: City, dictionary: Dictionary) -> RowSet:
    """Create the rows as a city would import its handbook."""
    book = NewBook(
        city=city,
        code="demo",
        name="立案标准（演示）",
        origin=ORIGIN,
        valid_from=OPENED_AT,
        unit_words={},
        dictionary=dictionary,
    )
    return load_book(book, read_sheets(ROWS_FILE), read_mapping())
