from django.db import migrations

GIVEN = """
    UPDATE departments_post SET verbs = verbs || '{edit_rules}'::varchar[]
    WHERE code IN ('administrator', 'analyst') AND NOT 'edit_rules' = ANY (verbs);
    UPDATE departments_post SET verbs = verbs || '{enforce_rules}'::varchar[]
    WHERE code = 'leader' AND NOT 'enforce_rules' = ANY (verbs);
"""


class Migration(migrations.Migration):
    """Cities that are there already get what a new city's posts have."""

    dependencies = [("departments", "0008_rule_sets")]

    operations = [migrations.RunSQL(GIVEN, migrations.RunSQL.noop)]
