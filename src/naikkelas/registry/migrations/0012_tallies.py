import naikkelas.trail.columns
from django.db import migrations, models

from naikkelas.engine import touched
from naikkelas.engine.touched import Watched

ENTERPRISE = "registry_enterprise"
WATCHED = [
    Watched(ENTERPRISE),
    *(
        Watched(f"registry_{table}", key="enterprise_id", of=ENTERPRISE)
        for table in ("enterpriseyear", "classchange", "credential")
    ),
]


def watch(apps, schema_editor):
    for statement in touched.create_sql(schema_editor.connection.vendor, "registry_touched", WATCHED):
        schema_editor.execute(statement)


def leave(apps, schema_editor):
    for statement in touched.drop_sql(schema_editor.connection.vendor, WATCHED):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0011_persons_known'),
    ]

    operations = [
        migrations.CreateModel(
            name='Touched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', naikkelas.trail.columns.CodeField(db_index=True, max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('area_code', naikkelas.trail.columns.CodeField(max_length=8)),
                ('counts', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'area_code'), name='one_tally')],
            },
        ),
        migrations.RunPython(watch, leave),
    ]
