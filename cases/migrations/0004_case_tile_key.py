"""The square of the web map that holds a case, and the index that counts per square are read from."""

from django.db import migrations, models

import gis_core.db.functions


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_case_number"), ("gis_core", "0002_tile_key")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="tile_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis_core.db.functions.TileKeyOf("geom"),
                output_field=models.BigIntegerField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["city", "tile_key"], include=("state", "geom_3857"), name="case_bins"
            ),
        ),
    ]
