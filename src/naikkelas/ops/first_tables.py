"""The tables of a new installation at once.

The migrations lead an older installation to today's tables step by step, and for each step Django pictures all the models
anew: seconds that every first start, and every test's database, would wait for. A new database has no past. So it gets the
tables of today's models, what the migrations do besides (indexes of words, triggers), and the note that all steps are
done, in one transaction. `tests/doors/ops/test_first_tables.py` compares it with the long way, column by column.
"""

from django.apps import AppConfig, apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython


def lacking(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database holds no table at all."""
    return not connection.introspection.table_names()


def make(connection: BaseDatabaseWrapper) -> None:
    """Tables of the packages that we use by their own migrations, then ours as they are today."""
    ours = {app.label: app for app in apps.get_app_configs() if app.name.startswith("naikkelas.")}
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if leaf[0] not in ours])
    executor.loader.build_graph()
    steps = [migration for migration, _ in executor.migration_plan(leaves)]
    with connection.schema_editor() as editor:
        for app in ours.values():
            _create(app, editor)
        while editor.deferred_sql:  # foreign keys and indexes, before what looks at them
            editor.execute(editor.deferred_sql.pop(0))
        for operation in (operation for step in steps for operation in step.operations):
            if isinstance(operation, RunPython):
                operation.code(apps, editor)
        for step in steps:
            executor.recorder.record_applied(step.app_label, step.name)


def _create(app: AppConfig, editor) -> None:  # type: ignore[no-untyped-def]
    for model in app.get_models():
        if model._meta.managed and not model._meta.proxy:
            editor.create_model(model)
