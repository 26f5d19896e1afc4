"""PostGIS and the extensions that indexes need, and the functions of core.sql."""

from pathlib import Path

from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension, TrigramExtension
from django.db import migrations

from gis_core.sqlfiles import run_sql_file

CORE = Path(__file__).parent.parent / "sql" / "core.sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("grids", "0001_initial")]
    operations = [
        CreateExtension("postgis"),
        TrigramExtension(),
        BtreeGistExtension(),
        run_sql_file(CORE),
    ]
