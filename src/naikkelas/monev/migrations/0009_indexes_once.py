"""Indexes that begin as another does serve nobody, and are written at every visit."""

import django.db.models.deletion
from django.db import migrations, models

ONCE = {
    "monev_visitfact_visit_id_8eb1f164": '"monev_visitfact" ("visit_id")',
    "monev_visitflag_visit_id_28ea5391": '"monev_visitflag" ("visit_id")',
    "monev_visit_area_id_b259cef8": '"monev_visit" ("area_id")',
    "monev_plannedvisit_area_id_c170004a": '"monev_plannedvisit" ("area_id")',
}
REGION = models.ForeignKey(
    db_index=False, on_delete=django.db.models.deletion.PROTECT, to="places.region"
)


def _of_visit(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name=name, to="monev.visit"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("monev", "0008_visit_trips"),
        ("places", "0001_initial"),
    ]

    operations = [
        # not by AlterField: on SQLite that copies the whole table
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [f'DROP INDEX IF EXISTS "{name}"', f'DROP INDEX IF EXISTS "{name}_like"'],
                    [f'CREATE INDEX "{name}" ON {columns}'],
                )
                for name, columns in ONCE.items()
            ],
            state_operations=[
                migrations.AlterField("visitfact", "visit", _of_visit("facts")),
                migrations.AlterField("visitflag", "visit", _of_visit("doubts")),
                migrations.AlterField("visit", "area", REGION),
                migrations.AlterField("plannedvisit", "area", REGION),
            ],
        ),
    ]
