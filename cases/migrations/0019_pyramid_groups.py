"""Groups of cases that are alike, filled from what is folded where the pyramid is older than they."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).parent.parent / "sql"

# As the fold does it: `coded` is what it has just added.
FILL = """
    SELECT pg_advisory_xact_lock(hashtext('cases_fold_pyramid'));
    CREATE TEMP TABLE coded ON COMMIT DROP AS
    SELECT *, 1 AS n FROM cases_pyramid_case WHERE NOT EXISTS (SELECT FROM cases_pyramid_group);
    SELECT cases_pyramid_add_groups();
    DROP TABLE coded;
    ANALYZE cases_pyramid_group;
    -- A span of days is read from the groups.
    DROP INDEX IF EXISTS cases_pyramid_case_day;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_public_months")]

    operations = [
        migrations.CreateModel(
            name="PyramidGroup",
            fields=[
                ("city", models.SmallIntegerField()),
                ("level", models.SmallIntegerField()),
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("class_number", models.SmallIntegerField(db_column="class")),
                ("state", models.SmallIntegerField()),
                ("district", models.SmallIntegerField()),
                ("street", models.SmallIntegerField()),
                ("source", models.SmallIntegerField()),
                ("organization", models.SmallIntegerField()),
                ("unit", models.SmallIntegerField()),
                ("open", models.BooleanField()),
                ("count", models.IntegerField()),
                ("x", models.BigIntegerField()),
                ("y", models.BigIntegerField()),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
            ],
            options={"db_table": "cases_pyramid_group", "managed": False},
        ),
        run_sql_file(SQL / "pyramid_groups.sql"),
        run_sql_file(SQL / "pyramid_fold.sql"),
        run_sql_file(SQL / "pyramid_triggers.sql"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
