from django.db import migrations

GIVEN = """
    UPDATE departments_post SET verbs = verbs || '{edit_network}'::varchar[]
    WHERE code IN ('analyst', 'administrator') AND NOT 'edit_network' = ANY (verbs);
    UPDATE departments_post SET verbs = verbs || '{publish_network}'::varchar[]
    WHERE code IN ('leader', 'administrator') AND NOT 'publish_network' = ANY (verbs)
"""


class Migration(migrations.Migration):
    """Cities that are there already get what the posts of a new city have."""

    dependencies = [("departments", "0009_who_edits_duty")]

    operations = [migrations.RunSQL(GIVEN, migrations.RunSQL.noop)]
