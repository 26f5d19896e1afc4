"""Changes of facilities are noted, so that a tile knows whether it is still right."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("facilities", "0005_row_history"), ("gis_core", "0004_map_changes")]
    operations = [
        migrations.RunSQL("SELECT watch_map_changes('facilities_facility', 'facilities')"),
    ]
