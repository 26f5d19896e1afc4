"""Changes of duty are noted, so that a tile knows whether it is still right."""

from pathlib import Path

from django.db import migrations

from gis_core.sqlfiles import run_sql_file

CHANGES = Path(__file__).parent.parent / "sql" / "map_changes.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("departments", "0012_posts_edit_and_enforce_rules"),
        ("gis_core", "0004_map_changes"),
        ("accounts", "0004_row_history"),
    ]
    operations = [run_sql_file(CHANGES)]
