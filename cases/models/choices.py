"""What a case's columns can say: channels, urgencies, origins, how a cell was found."""

from django.db import models


class Source(models.TextChoices):
    """信息来源: the channel that a report came in by."""

    COLLECTOR = "collector", "采集员"
    CITIZEN = "citizen", "市民"
    PHONE = "phone", "热线电话"
    MEDIA = "media", "媒体舆情"
    SUPERIOR = "superior", "上级交办"
    SENSOR = "sensor", "视频与传感"
    ONLINE = "online", "网络平台"
    STAFF = "staff", "工作人员"


class Urgency(models.TextChoices):
    """轻重缓急."""

    NORMAL = "normal", "一般"
    URGENT = "urgent", "紧急"
    EMERGENCY = "emergency", "特急"


class Origin(models.TextChoices):
    """How the row came to be; what was not reported here says so wherever it is shown."""

    REPORTED = "reported", "上报"
    IMPORTED = "imported", "导入"
    GENERATED = "generated", "生成"


class SnapKind(models.TextChoices):
    INSIDE = "inside", "网格内"
    BORDER = "border", "边界上"
    GAP = "gap", "缝隙中"
