from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import (  # noqa: TID251 - Django's migrate tells in no other way that it begins and ends
    post_migrate,
    pre_migrate,
)


class Config(AppConfig):
    name = "naikkelas.programmes"

    def ready(self) -> None:
        pre_migrate.connect(unguarded, sender=self)
        post_migrate.connect(guarded, sender=self)


def unguarded(using: str, **_told: object) -> None:
    """Take the ledger's triggers away while tables are changed."""
    from naikkelas.programmes.models import guards

    with connections[using].cursor() as cursor:
        for statement in guards.drop_sql(connections[using].vendor):
            cursor.execute(statement)


def guarded(using: str, **_told: object) -> None:
    """Make the ledger's triggers, once all its tables are there (migrating back to an early state has not all); and the lines
    of rows from before there were lines."""
    from naikkelas.programmes.models import guards

    unguarded(using)
    connection = connections[using]
    with connection.cursor() as cursor:
        if not {*guards.TABLES} <= {*connection.introspection.table_names(cursor)}:
            return
        for statement in [*guards.create_sql(connection.vendor), *guards.fill_sql()]:
            cursor.execute(statement)
