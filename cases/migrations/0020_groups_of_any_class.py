"""Groups of cases of any class, added up from those of one class where the pyramid is older."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).parent.parent / "sql"

FILL = """
    SELECT pg_advisory_xact_lock(hashtext('cases_fold_pyramid'));
    INSERT INTO cases_pyramid_group
    SELECT city, level, key, 0, state, district, street, source, organization, unit, open, count(*),
        sum(x) FILTER (WHERE nth = 1), sum(y) FILTER (WHERE nth = 1), array_agg(day ORDER BY day)
    FROM cases_pyramid_group, unnest(days) WITH ORDINALITY d (day, nth)
    WHERE NOT EXISTS (SELECT FROM cases_pyramid_group WHERE class = 0)
    GROUP BY city, level, key, state, district, street, source, organization, unit, open
    ORDER BY city, level, key;
    DROP INDEX IF EXISTS cases_pyramid_group_place;
    ANALYZE cases_pyramid_group;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_pyramid_groups")]

    operations = [
        run_sql_file(SQL / "pyramid_groups.sql"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
