from django.db import migrations

from naikkelas.engine import text_search

TABLES = ("registry_enterprise", "registry_cooperative")


def create(apps, schema_editor):
    for table in TABLES:
        for statement in text_search.create_sql(schema_editor.connection.vendor, table, "search_text"):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in TABLES:
        for statement in text_search.drop_sql(schema_editor.connection.vendor, table, "search_text"):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Word indexes for the registry's search (engine.text_search says how on each database)."""

    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
