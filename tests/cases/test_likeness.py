"""How alike two reports are, as a table."""

import itertools
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from cases.likeness import LEAST_SCORE, WEIGHTS, ClassMatch, Likeness
from cases.looks import SAME_BITS, bits_apart, look_of
from tests.pictures import photo, scene

TWICE = Likeness(
    distance_m=5.0,
    match=ClassMatch.SAME,
    hours_apart=2.0,
    same_component=None,
    photo_bits=None,
)
"""One stall, called in twice within two hours."""


@pytest.mark.parametrize(
    ("said", "likely"),
    [
        ({}, True),
        ({"match": ClassMatch.MAJOR}, True),
        ({"match": ClassMatch.OTHER}, True),
        ({"match": ClassMatch.OTHER, "distance_m": 30.0}, False),
        ({"distance_m": 45.0}, True),
        ({"distance_m": 45.0, "match": ClassMatch.MAJOR}, False),
        ({"hours_apart": 400.0}, True),
        ({"hours_apart": 400.0, "distance_m": 45.0}, False),
        ({"hours_apart": 400.0, "distance_m": 45.0, "same_component": True}, True),
        ({"same_component": True}, True),
        ({"same_component": False}, False),
        ({"distance_m": None, "match": ClassMatch.OTHER}, False),
        ({"distance_m": None, "match": ClassMatch.OTHER, "photo_bits": 2}, True),
        ({"same_component": False, "photo_bits": 0}, True),
    ],
)
def test_what_is_laid_side_by_side(said: dict[str, object], likely: bool) -> None:
    assert (replace(TWICE, **said).score >= LEAST_SCORE) is likely  # type: ignore[arg-type]


def test_what_is_nearer_sooner_and_more_alike_comes_first() -> None:
    worse = [
        TWICE,
        replace(TWICE, distance_m=20.0),
        replace(TWICE, distance_m=20.0, hours_apart=100.0),
        replace(TWICE, distance_m=20.0, hours_apart=100.0, match=ClassMatch.MAJOR),
    ]
    scores = [one.score for one in (replace(TWICE, same_component=True), *worse)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert 0 <= min(scores) <= max(scores) <= 1


def test_photos_that_are_alike_help() -> None:
    assert replace(TWICE, photo_bits=10).score > TWICE.score == replace(TWICE, photo_bits=30).score


@pytest.mark.parametrize("seed", range(12))
def test_a_picture_is_known_again_however_it_was_saved(seed: int) -> None:
    first = look_of(scene(seed))
    assert first is not None
    for quality, size in ((85, (640, 480)), (30, (640, 480)), (60, (320, 240)), (90, (1280, 960))):
        again = look_of(Image.open(BytesIO(photo(seed, quality=quality, size=size).content)))
        assert again is not None
        assert bits_apart(first, again) <= SAME_BITS


def test_other_pictures_are_other_pictures() -> None:
    looks = [look_of(scene(seed)) for seed in range(40)]
    pairs = itertools.combinations((look for look in looks if look is not None), 2)
    assert min(bits_apart(one, other) for one, other in pairs) > SAME_BITS
