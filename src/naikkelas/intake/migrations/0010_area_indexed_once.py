"""`delivery_area` begins as the index of the foreign key does, which was written at every submission for nobody."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "intake_delivery_area_id_19040534"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0009_accepting_together"),
        ("places", "0001_initial"),
    ]

    operations = [
        # not by AlterField: on SQLite that copies the whole table
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [f'DROP INDEX IF EXISTS "{NAME}"', f'DROP INDEX IF EXISTS "{NAME}_like"'],
                    [f'CREATE INDEX "{NAME}" ON "intake_delivery" ("area_id")'],
                )
            ],
            state_operations=[
                migrations.AlterField(
                    "delivery",
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="places.region"
                    ),
                )
            ],
        ),
    ]
