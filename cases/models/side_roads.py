"""Where the side roads of a case stand: what guards read, on the row that a step locks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User


class SideRoads(models.Model):
    """Columns that only side roads write; the whole tale of each is in the events.

    Attributes:
        asked, asked_until: what the department waits to be granted, and until when.
        level: how often it went up a level (升级).
        appeal: how far an appeal against the overdue mark has come (see `cases.guards.Appeal`).
        errand_for: who verifies or checks it now; NULL with an open errand = any of the area.
        co_organizations, co_open: the co-handlers, and those of them that are not done yet.
        merged_into: the case that this report is a duplicate of; its reporter follows that one.
        follower_ids: accounts that follow this one, since their reports were merged into it.
        amber_at: when it is soon late; NULL where nothing runs.
        called_back_at: when whoever reported it was called back, satisfied.
        alarm: the colour that was told last: amber, red; "" = none (see `cases.alarms`).
        overdue_at: when its time was over while it was open; a granted appeal keeps it visible.
        department_overdue_at: the same of the department's own time.
    """

    verified = models.BooleanField("已核实属实", null=True)
    asked = models.CharField("待批申请", max_length=10, blank=True, db_default="")
    asked_until = models.DateTimeField("申请至", null=True)
    returns = models.PositiveSmallIntegerField("退回次数", db_default=0)
    extensions = models.PositiveSmallIntegerField("延期次数", db_default=0)
    reworks = models.PositiveSmallIntegerField("返工次数", db_default=0)
    level = models.PositiveSmallIntegerField("升级层数", db_default=0)
    ruling_open = models.BooleanField("确权中", db_default=False)
    supervised = models.BooleanField("督办", db_default=False)
    missed = models.BooleanField("漏报", db_default=False)
    decision_number = models.CharField("处罚决定文号", max_length=80, blank=True, db_default="")
    handed_over = models.BooleanField("已移交执法", db_default=False)
    appeal = models.CharField("申诉", max_length=16, blank=True, db_default="")
    errand_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    co_organizations = ArrayField(models.UUIDField(), verbose_name="协办单位", db_default=[])
    co_open = ArrayField(models.UUIDField(), verbose_name="未完成的协办单位", db_default=[])
    merged_into = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="followers"
    )
    amber_at = models.DateTimeField("预警时间", null=True)
    follower_ids = ArrayField(models.UUIDField(), verbose_name="关注的报告人", db_default=[])
    called_back_at = models.DateTimeField("回访时间", null=True)
    alarm = models.CharField("已发警报", max_length=5, blank=True, db_default="")
    overdue_at = models.DateTimeField("超期时间", null=True)
    department_overdue_at = models.DateTimeField("处置超期时间", null=True)

    class Meta:
        abstract = True
