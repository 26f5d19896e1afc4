"""Drawing the areas that rules name, and taking away those that none names any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import IntegrityError, transaction
from django.db.models import Q

from departments.models import AreaOrigin, RoutingArea, RoutingRule
from departments.rule_editing import may_edit
from departments.rule_refusals import AreaInUse, AreaNotUsable, AreaUnknown, RulesNotYours
from gis_core.actor import Actor
from gis_core.srid import WGS84
from grids.models import City


def draw_area(
    *, city: City, actor: Actor, code: str, name: str, name_en: str, shape: GEOSGeometry
) -> RoutingArea:
    """Keep a drawn polygon (WGS 84 degrees) under a code. Raises RulesNotYours, AreaNotUsable."""
    if not may_edit(actor, city.pk):
        raise RulesNotYours
    polygons = MultiPolygon(shape) if isinstance(shape, Polygon) else shape
    if not isinstance(polygons, MultiPolygon) or polygons.empty or not polygons.valid:
        raise AreaNotUsable(what=code)
    polygons.srid = WGS84
    row = RoutingArea(
        city=city, code=code, name=name, name_en=name_en, geom=polygons, origin=AreaOrigin.DRAWN
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AreaNotUsable(what=code) from None
    return row


def remove_area(*, area_id: UUID, actor: Actor, at: datetime) -> None:
    """Take an area away. Raises AreaUnknown, RulesNotYours; AreaInUse while a rule names it."""
    row = RoutingArea.objects.visible_to(actor).filter(pk=area_id).first()
    if row is None:
        raise AreaUnknown(what=area_id)
    if not may_edit(actor, row.city_id):
        raise RulesNotYours
    not_past = Q(rule_set__valid_to__isnull=True) | Q(rule_set__valid_to__gt=at)
    using = RoutingRule.objects.filter(not_past, rule_set__city=row.city_id)
    if using.filter(condition__areas__contains=[row.code]).exists():
        raise AreaInUse(what=row.name)
    row.delete()
