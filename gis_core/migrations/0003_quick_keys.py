"""Keys that `uuid7_of` makes stay the same; making them is quicker."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

CORE = Path(__file__).parent.parent / "sql" / "core.sql"


class Migration(migrations.Migration):
    dependencies = [("gis_core", "0002_tile_key")]
    operations = [run_sql_file(CORE)]
