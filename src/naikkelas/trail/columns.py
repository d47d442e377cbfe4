"""Columns of text: for the codes of areas, and made wider. Here because this is the lowest floor with a database."""

from typing import Any

from django.db import OperationalError, migrations, models


class CodeField(models.CharField):
    """Text compared byte by byte on every engine, so that 'all below 18.01' is a range of an index.

    Language collations (PostgreSQL's default) skip the dots of '18.01.02'.
    """

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class Widen(migrations.AlterField):
    """AlterField for a greater max_length, without touching a row.

    PostgreSQL writes down the new length. SQLite enforces none, yet Django would copy the whole table: so what SQLite has
    written down of the table is amended, as its documentation describes it (sqlite.org/lang_altertable.html, "Making Other
    Kinds Of Table Schema Changes"). Where a build of SQLite forbids that, the former length stays there and means nothing.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._widen(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._widen(app_label, schema_editor, from_state, to_state)

    def _widen(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        was, becomes = (
            state.apps.get_model(app_label, self.model_name)._meta.get_field(self.name)
            for state in (from_state, to_state)
        )
        written = [f'"{was.column}" varchar({field.max_length})' for field in (was, becomes)]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("PRAGMA schema_version")
            version = cursor.fetchone()[0]
            cursor.execute("PRAGMA writable_schema = ON")
            try:
                cursor.execute(
                    "UPDATE sqlite_master SET sql = replace(sql, %s, %s) WHERE type = 'table' AND name = %s",
                    [*written, was.model._meta.db_table],
                )
                cursor.execute(f"PRAGMA schema_version = {version + 1}")  # other connections read it anew
            except OperationalError as error:
                if "may not be modified" not in str(error):
                    raise
            finally:
                cursor.execute("PRAGMA writable_schema = OFF")
