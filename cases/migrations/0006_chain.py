"""The chain of events: its functions, and the trigger that continues it."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).parent.parent / "sql" / "chain.sql"


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_side_roads")]
    operations = [run_sql_file(SQL)]
