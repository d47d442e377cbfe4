"""A new database gets today's tables at once; one that is led through every migration must end with the same."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doors.ops.conftest import Place
from tests.factories.demonstration import database

pytestmark = pytest.mark.slow
MANAGE = Path(__file__).parents[3] / "manage.py"
OF_POSTGRESQL = """
SELECT 'column', table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, collation_name, is_identity,
                 generation_expression)
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', proname, pg_get_functiondef(pg_proc.oid)
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
UNION ALL
SELECT 'migration', app || '.' || name, '' FROM django_migrations
"""


def test_the_short_way_and_the_long_way_end_with_the_same_tables(tmp_path):
    short, long = Place(tmp_path / "short", database()), Place(tmp_path / "long", database())
    migrate(short)
    migrate(long, "places", "0001")  # from here on the database isn't empty: step by step
    migrate(long)
    at_once, by_steps = shape(short), shape(long)
    assert len(at_once) > 600
    assert at_once == by_steps


def migrate(place: Place, *to: str) -> None:
    place.folder.mkdir(exist_ok=True)
    env = place.env | {"NAIKKELAS_DATA": str(place.folder)}
    subprocess.run([sys.executable, os.fspath(MANAGE), "migrate", "-v", "0", *to], env=env, check=True)


def shape(place: Place) -> dict[tuple[str, str], str | list[str]]:
    """Everything that is defined in a database, by its kind and name; and which migrations it takes for done."""
    if place.database_url:
        import psycopg

        with psycopg.connect(place.database_url) as server:
            return {(kind, name): definition for kind, name, definition in server.execute(OF_POSTGRESQL)}
    with sqlite3.connect(place.folder / "naikkelas.sqlite3") as database:
        made = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        done = database.execute("SELECT app, name FROM django_migrations").fetchall()
    database.close()
    defined = {(kind, name): parts(sql) if kind == "table" else sql for kind, name, sql in made}
    return defined | {("migration", f"{app}.{name}"): "" for app, name in done}


def parts(sql: str) -> list[str]:
    """Columns and constraints of a CREATE TABLE without their order, which a column that came later has otherwise."""
    depth, part, found = 0, "", []
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append(part)
            part = ""
        else:
            part += sign
    return sorted(re.sub(r"\s+", " ", one).strip() for one in [*found, part])
