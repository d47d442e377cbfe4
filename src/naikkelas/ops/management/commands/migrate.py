"""Django's `migrate`, with a shorter way for a database that holds nothing yet."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from naikkelas.ops import first_tables

AS_DJANGO_DOES = ("app_label", "plan", "check_unapplied", "fake", "fake_initial")


class Command(migrate.Command):
    """An empty database gets the tables as they are today; any other is led through the steps that it lacks."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options[name] for name in AS_DJANGO_DOES) and first_tables.lacking(connection):
            first_tables.make(connection)
        super().handle(*args, **options)
