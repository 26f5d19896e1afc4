from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).resolve().parents[1] / "sql" / "calendar_version.sql"


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_rows_and_calendar_days")]

    operations = [run_sql_file(SQL)]
