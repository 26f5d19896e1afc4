"""The log of what changed on the map, and the sums that tiles' tags are made of."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("gis_core", "0003_quick_keys")]
    operations = [run_sql_file(SQL / "morton.sql"), run_sql_file(SQL / "map_changes.sql")]
