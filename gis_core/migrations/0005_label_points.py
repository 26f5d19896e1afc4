"""The function that finds the point where a polygon's name stands best."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

LABEL_POINT = Path(__file__).parent.parent / "sql" / "label_point.sql"


class Migration(migrations.Migration):
    dependencies = [("gis_core", "0004_map_changes")]
    operations = [
        run_sql_file(LABEL_POINT, reverse="DROP FUNCTION IF EXISTS label_point_of(geometry)"),
    ]
