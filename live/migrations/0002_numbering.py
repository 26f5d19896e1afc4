"""The numbering of the outbox, in outbox.sql."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

OUTBOX = Path(__file__).parent.parent / "sql" / "outbox.sql"


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial")]
    operations = [run_sql_file(OUTBOX)]
