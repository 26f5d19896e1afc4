"""The function that names the square of the web map in which a point lies."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

TILE_KEY = Path(__file__).parent.parent / "sql" / "tile_key.sql"


class Migration(migrations.Migration):
    dependencies = [("gis_core", "0001_extensions")]
    operations = [
        run_sql_file(TILE_KEY, reverse="DROP FUNCTION IF EXISTS tile_key_of(geometry)"),
    ]
