"""How areas are drawn from afar, and where their names stand."""

from pathlib import Path

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

import gis_core.db.functions
from gis_core.sqlfiles import run_sql_file

SHAPES = Path(__file__).parent.parent / "sql" / "shapes.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0008_map_changes"),
        ("gis_core", "0005_label_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="cell",
            name="label_3857",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis_core.db.functions.LabelPointOf("geom"),
                output_field=django.contrib.gis.db.models.fields.PointField(
                    null=True, spatial_index=False, srid=3857
                ),
            ),
        ),
        migrations.AddField(
            model_name="community",
            name="label_3857",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis_core.db.functions.LabelPointOf("geom"),
                output_field=django.contrib.gis.db.models.fields.PointField(
                    null=True, spatial_index=False, srid=3857
                ),
            ),
        ),
        migrations.AddField(
            model_name="district",
            name="label_3857",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis_core.db.functions.LabelPointOf("geom"),
                output_field=django.contrib.gis.db.models.fields.PointField(
                    null=True, spatial_index=False, srid=3857
                ),
            ),
        ),
        migrations.AddField(
            model_name="street",
            name="label_3857",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis_core.db.functions.LabelPointOf("geom"),
                output_field=django.contrib.gis.db.models.fields.PointField(
                    null=True, spatial_index=False, srid=3857
                ),
            ),
        ),
        migrations.CreateModel(
            name="Shape",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "area",
                        "zoom",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", models.UUIDField()),
                ("zoom", models.SmallIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[("district", "区"), ("street", "街道")],
                        max_length=8,
                    ),
                ),
                (
                    "geom_3857",
                    django.contrib.gis.db.models.fields.GeometryField(
                        spatial_index=False, srid=3857
                    ),
                ),
                (
                    "generation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shapes",
                        to="grids.generation",
                    ),
                ),
            ],
            options={
                "verbose_name": "简化图形",
                "verbose_name_plural": "简化图形",
                "indexes": [models.Index(fields=["generation", "level"], name="shape_level")],
            },
        ),
        run_sql_file(SHAPES),
    ]
