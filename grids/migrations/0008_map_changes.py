"""Changes of the network are noted, so that a tile knows whether it is still right."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0007_a_draft_has_a_status"),
        ("gis_core", "0004_map_changes"),
    ]
    operations = [
        migrations.RunSQL(f"SELECT watch_map_changes('grids_{table}', 'network')")
        for table in ("district", "street", "community", "cell")
    ]
