"""Storing a built network: once, whole; a second time it must be the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import geopandas as gpd
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db import transaction

from departments.posts import create_posts
from gis_core.srid import WGS84
from grids.models import Cell, City, District, Generation, Street
from importers.areas import NetworkFrames
from importers.changes import Changes, changes, shape
from importers.errors import NetworkDiffers
from importers.mapping import SourceMapping

BATCH_ROWS = 2_000


@dataclass(frozen=True)
class StoredNetwork:
    """The city and generation, and whether this run stored them or found them."""

    city: City
    generation: Generation
    was_there: bool


@transaction.atomic
def store_network(mapping: SourceMapping, frames: NetworkFrames) -> StoredNetwork:
    """Store the network as the city's first generation.

    Raises:
        NetworkDiffers: the city has a network already, and it is not this one.
    """
    city = _city(mapping, frames)
    found = Generation.objects.of(city).filter(valid_from__isnull=False, valid_to=None).first()
    if found is not None:
        _check_same(city, found, frames)
        return StoredNetwork(city, found, was_there=True)
    generation = Generation.objects.create(city=city, number=1, valid_from=_valid_from(mapping))
    _Writer(city, generation).write(frames)
    return StoredNetwork(city, generation, was_there=False)


def _valid_from(mapping: SourceMapping) -> datetime:
    return datetime.combine(mapping.city.valid_from, time(), tzinfo=mapping.zone)


def _city(mapping: SourceMapping, frames: NetworkFrames) -> City:
    """The city of the mapping, made with its posts where it is new.

    The row is locked against a second import at the same time.
    """
    said = mapping.city
    middle = shapely.box(*frames.districts.total_bounds).centroid
    city, is_new = City.objects.get_or_create(
        slug=said.slug,
        defaults={
            "code": said.code,
            "name": said.name,
            "name_en": said.name_en,
            "time_zone": said.time_zone,
            "metre_srid": said.metre_srid,
            "code_scheme": said.code_scheme,
            "default_datum": said.datum,
            "map_notice": said.map_notice,
            "centre": Point(middle.x, middle.y, srid=WGS84),
        },
    )
    if is_new:
        create_posts(city)
    return City.objects.select_for_update().get(pk=city.pk)


@dataclass(frozen=True)
class _Writer:
    city: City
    generation: Generation

    def write(self, frames: NetworkFrames) -> None:
        own = {"city": self.city, "generation": self.generation}
        districts = {
            row.code: District(
                **own, code=row.code, name=row.name, name_en=row.name_en, geom=_multi(row.geometry)
            )
            for row in _rows(frames.districts)
        }
        streets = {
            row.code: Street(
                **own,
                district=districts[row.parent_code],
                code=row.code,
                name=row.name,
                name_en=row.name_en,
                geom=_multi(row.geometry),
            )
            for row in _rows(frames.streets)
        }
        cells = [
            Cell(
                **own,
                street=streets[row.area_code],
                code=row.code,
                sequence=row.sequence,
                area_m2=row.area_m2,
                geom=_geos(row.geometry),
            )
            for row in _rows(frames.cells)
        ]
        District.objects.bulk_create(districts.values())
        Street.objects.bulk_create(streets.values())
        Cell.objects.bulk_create(cells, batch_size=BATCH_ROWS)


def _rows(frame: gpd.GeoDataFrame) -> Iterator[Any]:
    return iter(frame.itertuples(index=False))


def _geos(geometry: shapely.Geometry) -> Any:
    """The same polygon or multipolygon as a GEOS geometry of Django's."""
    return GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=WGS84)


def _multi(geometry: shapely.Geometry) -> MultiPolygon:
    found = _geos(geometry)
    return found if isinstance(found, MultiPolygon) else MultiPolygon(found, srid=WGS84)


def _check_same(city: City, generation: Generation, frames: NetworkFrames) -> None:
    differing = {
        name: change for name, change in _level_changes(generation, frames).items() if change
    }
    if differing:
        told = ", ".join(f"{name} {change}" for name, change in differing.items())
        raise NetworkDiffers(city=f"{city.name} ({city.name_en})", changes=told)


def _level_changes(generation: Generation, frames: NetworkFrames) -> dict[str, Changes]:
    levels: dict[str, tuple[Any, gpd.GeoDataFrame, Callable[[shapely.Geometry], Any]]] = {
        "districts": (District, frames.districts, _multi),
        "streets": (Street, frames.streets, _multi),
        "cells": (Cell, frames.cells, _geos),
    }
    return {
        name: changes(
            {row.code: shape(row.geom) for row in model.objects.filter(generation=generation)},
            {row.code: shape(to_geos(row.geometry)) for row in _rows(frame)},
        )
        for name, (model, frame, to_geos) in levels.items()
    }
