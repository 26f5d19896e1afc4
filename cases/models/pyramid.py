"""The pyramid of cases as the database keeps it (cases/sql/pyramid.sql): exact counts per square.

Read only: triggers append deltas and the fold writes the rest. None of the tables needs a key of
its own, so a column stands in for the one that Django wants.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models.case import CaseQuerySet
from departments.models import Organization
from grids.models import City
from standards.models import CaseClass


class CaseDelta(models.Model):
    """Cases that came (n > 0) or left (n < 0), not folded yet. Named as the columns of a case, so
    that the same sentences narrow them."""

    city = models.ForeignKey(City, models.DO_NOTHING, related_name="+")
    tile_key = models.BigIntegerField(primary_key=True)
    x = models.IntegerField()
    y = models.IntegerField()
    reported_at = models.DateTimeField()
    case_class = models.ForeignKey(CaseClass, models.DO_NOTHING, related_name="+")
    state = models.TextField()
    district_code = models.TextField()
    street_code = models.TextField()
    source = models.TextField()
    organization = models.ForeignKey(Organization, models.DO_NOTHING, null=True, related_name="+")
    unit = models.ForeignKey(Organization, models.DO_NOTHING, null=True, related_name="+")
    n = models.IntegerField()

    objects: Any = CaseQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "cases_delta"


class PyramidCode(models.Model):
    """The number that stands for a class, state, district, street, source, organisation or city."""

    kind = models.TextField()
    value = models.TextField()
    number = models.SmallIntegerField(primary_key=True)

    class Meta:
        managed = False
        db_table = "cases_pyramid_code"


class Numbered(models.Model):
    """What folded cases are told apart by: the numbers that stand for their codes."""

    class_number = models.SmallIntegerField(db_column="class")
    state = models.SmallIntegerField()
    district = models.SmallIntegerField()
    street = models.SmallIntegerField()
    source = models.SmallIntegerField()
    organization = models.SmallIntegerField()
    unit = models.SmallIntegerField()
    open = models.BooleanField()

    class Meta:
        abstract = True


class PyramidCase(Numbered):
    """A folded case with a place; `x` and `y` are its column and row at zoom 26."""

    tile_key = models.BigIntegerField(primary_key=True)
    x = models.IntegerField()
    y = models.IntegerField()
    city = models.SmallIntegerField()
    day = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "cases_pyramid_case"


class PyramidSquare(models.Model):
    """Folded counts of a square for one value of one dimension, running totals by month."""

    pk = models.CompositePrimaryKey("city", "level", "dimension", "value", "key")
    city = models.SmallIntegerField()
    level = models.SmallIntegerField()
    dimension = models.SmallIntegerField()
    value = models.SmallIntegerField()
    key = models.BigIntegerField()
    count = models.IntegerField()
    open = models.IntegerField()
    x = models.BigIntegerField()
    y = models.BigIntegerField()
    months = ArrayField(models.SmallIntegerField())
    counts = ArrayField(models.IntegerField())
    opens = ArrayField(models.IntegerField())

    class Meta:
        managed = False
        db_table = "cases_pyramid_square"


class PyramidGroup(Numbered):
    """Folded cases of a square that are alike in every dimension; `days` are theirs, sorted.

    And once more, with class 0, those that are alike in all but their class.
    """

    city = models.SmallIntegerField()
    level = models.SmallIntegerField()
    key = models.BigIntegerField(primary_key=True)
    count = models.IntegerField()
    x = models.BigIntegerField()
    y = models.BigIntegerField()
    days = ArrayField(models.SmallIntegerField())

    class Meta:
        managed = False
        db_table = "cases_pyramid_group"
