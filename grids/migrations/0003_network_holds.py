"""The database's own refusals: overlaps, misplaced or invalid geometry, foreign parents."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

NETWORK = Path(__file__).parent.parent / "sql" / "network.sql"


class Migration(migrations.Migration):
    dependencies = [("grids", "0002_city_figures")]
    operations = [run_sql_file(NETWORK)]
