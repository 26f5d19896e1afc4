from django.db import migrations

GIVEN = """
    UPDATE departments_post SET verbs = verbs || '{edit_duty}'::varchar[]
    WHERE code IN ('analyst', 'shift_leader') AND NOT 'edit_duty' = ANY (verbs)
"""


class Migration(migrations.Migration):
    """Cities that are there already get what a new city's analyst and shift leader have."""

    dependencies = [("departments", "0008_duty_grids")]

    operations = [migrations.RunSQL(GIVEN, migrations.RunSQL.noop)]
