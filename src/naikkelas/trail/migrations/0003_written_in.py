from django.db import migrations

from naikkelas.engine import versions


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in versions.create_sql("trail_event"):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The transaction of each event, by which PostgreSQL tells whether anything was written since."""

    dependencies = [("trail", "0002_chain")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
