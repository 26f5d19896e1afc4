"""A draft may be broken while it is worked on; the database asks everything when it is published."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("grids", "0005_drafts_and_edits")]
    operations = [run_sql_file(SQL / "network.sql"), run_sql_file(SQL / "publishing.sql")]
