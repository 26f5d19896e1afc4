"""What a case rests on: the standard row that it was filed by, and the component it is about."""

from django.db import models

from facilities.models import Facility
from standards.models import StandardRow


class Grounds(models.Model):
    """Columns beside the class.

    Attributes:
        standard_row: the row of the standards in force when it was filed; limits come from it.
        component: the registered component nearest to the point (see `cases.components`).
    """

    standard_row = models.ForeignKey(
        StandardRow, models.PROTECT, null=True, related_name="+", db_index=False
    )
    component = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="cases")

    class Meta:
        abstract = True
