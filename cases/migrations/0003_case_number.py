"""The running number in a case's number for people: gaps allowed, repeats impossible."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE case_number AS bigint", reverse_sql="DROP SEQUENCE case_number"
        )
    ]
