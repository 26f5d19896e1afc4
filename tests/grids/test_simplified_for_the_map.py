"""The network from afar: neighbours still meet, and what is kept never outlives what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import numpy as np
import psycopg
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from gis_core.tile import pixel_m
from grids.models import District, Generation, Shape, ShapeLevel, Street
from grids.shapes import ZOOMS, draw_missing, simplified
from tests.factories import Cast
from tests.grids.drafting import draft_of_network
from tests.grids.networks import ragged_areas
from tests.grids.stored import store_network
from tests.grids.test_two_editors_at_once import EMPTY_THE_NETWORK, another_connection
from tests.grids.wiggly import wiggly_areas

PER_LEVEL = {level: len(zooms) for level, zooms in ZOOMS.items()}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 25), z=st.integers(3, 16))
def test_simplified_areas_meet_and_stay_within_a_pixel(seed: int, count: int, z: int) -> None:
    areas = wiggly_areas(seed, count).to_crs(3857).geometry.to_numpy()
    drawn = simplified(areas, z)
    px = pixel_m(z)
    assert shapely.coverage_is_valid(drawn)
    assert shapely.is_valid(drawn).all()
    assert not shapely.is_empty(drawn).any()
    before, after = shapely.union_all(areas), shapely.union_all(drawn)
    assert shapely.area(drawn).sum() == pytest.approx(shapely.area(after))
    assert shapely.buffer(before, px).covers(after)
    assert shapely.buffer(after, px).covers(before)
    if px > 500:
        assert shapely.get_num_coordinates(drawn).sum() < shapely.get_num_coordinates(areas).sum()


def test_areas_that_do_not_meet_exactly_are_kept_as_they_are() -> None:
    west, east = shapely.box(0, 0, 100, 100), shapely.box(99, 0, 200, 100)
    assert (simplified(np.array([west, east]), 5) == np.array([west, east])).all()


def forget_as_at_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def levels() -> dict[str, int]:
    """How many shapes each level has."""
    found: dict[str, int] = {}
    for level in Shape.objects.values_list("level", flat=True):
        found[level] = found.get(level, 0) + 1
    return found


def test_a_network_in_force_is_simplified_once(cast: Cast) -> None:
    forget_as_at_commit()
    made = draw_missing(timezone.now())
    counts = {"district": 2, "street": 3}
    assert levels() == {level: counts[level] * zooms for level, zooms in PER_LEVEL.items()}
    assert made == sum(levels().values())
    assert draw_missing(timezone.now()) == 0


def test_whoever_changes_an_area_makes_its_level_be_drawn_anew(cast: Cast) -> None:
    forget_as_at_commit()
    street = Street.objects.get(code="430304001")
    rounder = MultiPolygon(street.geom.envelope, srid=street.geom.srid)
    assert not rounder.equals_exact(street.geom)
    for change in (
        lambda: Street.objects.filter(pk=street.pk).update(geom=rounder),
        lambda: Street.objects.filter(pk=street.pk).delete(),
        lambda: Street.objects.bulk_create([street]),
    ):
        draw_missing(timezone.now())
        assert levels()["street"] == Street.objects.count() * PER_LEVEL[ShapeLevel.STREET]
        change()
        forget_as_at_commit()
        assert "street" not in levels()
        assert levels()["district"] == 2 * PER_LEVEL[ShapeLevel.DISTRICT]


def test_a_new_name_changes_no_shape(cast: Cast) -> None:
    forget_as_at_commit()
    draw_missing(timezone.now())
    before = levels()
    District.objects.update(name="雨湖")
    forget_as_at_commit()
    assert levels() == before


def test_a_draft_is_not_simplified_before_it_is_published(db: None) -> None:
    drafting = draft_of_network(store_network(ragged_areas(3)))
    forget_as_at_commit()
    draw_missing(timezone.now())
    assert set(Shape.objects.values_list("generation", flat=True)) == {drafting.draft.base_id}
    drafting.generation.valid_from = timezone.now() + timedelta(days=1)
    drafting.generation.save()
    draw_missing(timezone.now())
    assert drafting.generation.shapes.exists()


def test_what_a_network_was_simplified_to_goes_when_it_has_ended(cast: Cast) -> None:
    forget_as_at_commit()
    draw_missing(timezone.now())
    Generation.objects.update(valid_to=timezone.now())
    assert draw_missing(timezone.now() + timedelta(seconds=1)) == 0
    assert levels() == {}


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Generation]:
    """A network that other connections see."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            network = store_network(ragged_areas(4, count=3))
        yield network.generation
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM grids_shape")
            cursor.execute(EMPTY_THE_NETWORK)
        connection.close()


GROW = "UPDATE grids_district SET geom = ST_Multi(ST_Expand(geom, 0.001))"


def drawn_as_they_are() -> bool:
    """Whether the district's shapes are those of the district as it is now."""
    district = District.objects.get()
    shapes = Shape.objects.filter(area=district.pk)
    assert len(shapes) == PER_LEVEL[ShapeLevel.DISTRICT]
    return all(each.geom_3857.envelope.equals(district.geom_3857.envelope) for each in shapes)


def test_a_change_that_commits_while_a_network_is_simplified_is_not_lost(
    committed: Generation,
) -> None:
    with another_connection(psycopg.IsolationLevel.READ_COMMITTED) as writer:
        writer.execute(GROW)
        writer.execute("SET CONSTRAINTS ALL IMMEDIATE")
        drawing = Thread(target=_draw_elsewhere)
        drawing.start()
        drawing.join(timeout=0.5)
        assert drawing.is_alive(), "the network is being changed, so it is not simplified"
        writer.commit()
        drawing.join()
    assert drawn_as_they_are()


def test_a_change_that_was_begun_before_and_commits_after_is_not_lost(
    committed: Generation,
) -> None:
    with another_connection(psycopg.IsolationLevel.READ_COMMITTED) as writer:
        writer.execute(GROW)
        draw_missing(timezone.now())
        assert drawn_as_they_are()
        writer.commit()
    assert "district" not in levels()
    draw_missing(timezone.now())
    assert drawn_as_they_are()


def test_a_writer_with_an_old_picture_of_a_network_is_refused(committed: Generation) -> None:
    with another_connection(psycopg.IsolationLevel.REPEATABLE_READ) as writer:
        writer.execute(GROW)
        draw_missing(timezone.now())
        with pytest.raises(psycopg.errors.SerializationFailure):
            writer.commit()
    assert drawn_as_they_are()


def _draw_elsewhere() -> None:
    draw_missing(timezone.now())
    connection.close()
