from django.db import migrations

GIVEN = """
    UPDATE departments_post SET verbs = verbs || '{edit_calendar}'::varchar[]
    WHERE code = 'administrator' AND NOT 'edit_calendar' = ANY (verbs)
"""


class Migration(migrations.Migration):
    """Cities that are there already get what a new city's administrator has."""

    dependencies = [("departments", "0004_working_hours")]

    operations = [migrations.RunSQL(GIVEN, migrations.RunSQL.noop)]
