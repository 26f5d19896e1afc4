"""What photos look like: the functions that compare them, and the index that finds the alike."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

SQL = Path(__file__).parent.parent / "sql" / "looks.sql"


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_evidence")]
    operations = [run_sql_file(SQL)]
