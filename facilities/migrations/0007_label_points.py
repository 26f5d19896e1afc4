"""Where the name of a park or square stands on the map."""

import django.contrib.gis.db.models.fields
from django.db import migrations, models

import gis_core.db.functions


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0006_map_changes"),
        ("gis_core", "0005_label_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="facility",
            name="label_3857",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis_core.db.functions.LabelPointOf("geom"),
                output_field=django.contrib.gis.db.models.fields.PointField(
                    null=True, spatial_index=False, srid=3857
                ),
            ),
        ),
    ]
