"""The version at which everybody's rights stand."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).parent.parent / "sql" / "rights_version.sql"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_row_history")]
    operations = [run_sql_file(SQL)]
