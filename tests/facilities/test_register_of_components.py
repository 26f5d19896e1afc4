"""The register of components: every ID is what its dictionary asks for."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from facilities.models import Facility, FacilityKind
from facilities.register import broken_components
from gis_core.srid import WGS84
from standards.dictionaries import load_dictionary
from standards.models import CaseClass, Dictionary
from tests.factories import OPENED_AT, Cast


def component(cast: Cast, code: str, of: CaseClass | None) -> Facility:
    return Facility(
        city=cast.city,
        kind=FacilityKind.COMPONENT,
        component_class=of,
        code=code,
        geom=Point(112.9005, 27.8315, srid=WGS84),
    )


@pytest.fixture
def manholes(cast: Cast) -> dict[str, CaseClass]:
    """The water manhole of the list of 2013 and of that of 2026, side by side in one city."""
    for code in ("2013", "2026"):
        load_dictionary(cast.city, code, valid_from=OPENED_AT)
    named = {"2013": "0101", "2026": "01001"}
    return {d: CaseClass.objects.get(dictionary__code=d, code=c) for d, c in named.items()}


@pytest.mark.parametrize(
    ("dictionary", "code", "wrong"),
    [
        ("2013", "4303020101000001", ""),
        ("2026", "43030201001000001", ""),
        ("2013", "43030201001000001", "应为 16 位数字（6 + 2 + 2 + 6）"),
        ("2026", "4303020101000001", "应为 17 位数字（6 + 2 + 3 + 6）"),
        ("2026", "43030201002000001", "类别是 01002"),
        ("2026", "43010201001000001", "不属于本市"),
    ],
)
def test_an_id_is_checked_by_the_dictionary_of_its_class(
    cast: Cast, manholes: dict[str, CaseClass], dictionary: str, code: str, wrong: str
) -> None:
    row = component(cast, code, manholes[dictionary])
    if not wrong:
        row.clean()
        return
    with pytest.raises(ValidationError, match=wrong.replace("（", ".").replace("+", r"\+")):
        row.clean()


def test_a_dictionary_without_ids_asks_for_none(cast: Cast) -> None:
    component(cast, "anything", cast.classes["01001"]).clean()
    Dictionary.objects.filter(code="test").update(id_parts=[6, 2, 3, 6])
    fresh = CaseClass.objects.select_related("dictionary").get(pk=cast.classes["01001"].pk)
    with pytest.raises(ValidationError):
        component(cast, "anything", fresh).clean()
    with pytest.raises(ValidationError, match="没有类别"):
        component(cast, "anything", None).clean()


def test_the_whole_register_is_checked_by_one_command(
    cast: Cast, manholes: dict[str, CaseClass]
) -> None:
    component(cast, "43030201001000001", manholes["2026"]).save()
    said = StringIO()
    call_command("check_components", city="xiangtan", stdout=said)
    assert "均符合字典" in said.getvalue()
    component(cast, "manhole-7", manholes["2026"]).save()
    assert [broken.code for broken in broken_components(cast.city)] == ["manhole-7"]
    with pytest.raises(CommandError, match="wrong ID: 1"):
        call_command("check_components", city="xiangtan", stdout=said)
    assert "manhole-7" in said.getvalue()
