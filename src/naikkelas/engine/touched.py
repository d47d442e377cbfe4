"""The database itself writes down where rows were inserted, changed or deleted: nobody who writes can forget to.

A log table holds the beginnings of area codes (8 letters: a kecamatan) below which something changed. Its rows become
seen together with what they tell of. SQLite looks at each row; PostgreSQL at all rows of a statement at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LENGTH = 8
_OPERATIONS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


@dataclass(frozen=True)
class Watched:
    """A table with an area, or (`key`) one whose rows belong to a row of the table `of` that has it."""

    table: str
    area: str = "area_id"
    key: str = ""
    of: str = ""


def names(watched: Sequence[Watched]) -> list[str]:
    return [_name(each, operation) for each in watched for operation in _OPERATIONS]


def present_sql(vendor: str) -> str:
    """A SELECT of how many of our triggers there are. SQLite forgets those of a table that a migration makes anew."""
    if vendor == "postgresql":
        return r"SELECT COUNT(*) FROM pg_trigger WHERE tgname LIKE 'touched\_%'"
    return r"SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'touched\_%' ESCAPE '\'"


def create_sql(vendor: str, log: str, watched: Sequence[Watched]) -> list[str]:
    """Statements that make every trigger anew."""
    made = _postgresql if vendor == "postgresql" else _sqlite
    return [statement for each in watched for statement in made(log, each)]


def drop_sql(vendor: str, watched: Sequence[Watched]) -> list[str]:
    return [_drop(vendor, each, operation) for each in watched for operation in _OPERATIONS]


def _name(each: Watched, operation: str) -> str:
    return f"touched_{each.table}_{operation}"


def _drop(vendor: str, each: Watched, operation: str) -> str:
    of = f' ON "{each.table}"' if vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{_name(each, operation)}"{of}'


def _sqlite(log: str, each: Watched) -> list[str]:
    statements = []
    for operation, sides in _OPERATIONS.items():
        steps = "".join(_note_row(log, each, side) for side in sides)
        statements += [
            _drop("sqlite", each, operation),
            f'CREATE TRIGGER "{_name(each, operation)}" AFTER {operation.upper()} ON "{each.table}" BEGIN {steps}END',
        ]
    return statements


def _note_row(log: str, each: Watched, side: str) -> str:
    code = f'substr({side}."{each.area}", 1, {LENGTH})'
    if each.key:
        code = (
            f'(SELECT substr("{each.area}", 1, {LENGTH}) FROM "{each.of}" WHERE "id" = {side}."{each.key}")'  # noqa: S608
        )
    return (
        f'INSERT INTO "{log}"("area_code") SELECT code FROM (SELECT {code} AS code) '  # noqa: S608
        f'WHERE code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{log}" WHERE "area_code" = code); '
    )


def _postgresql(log: str, each: Watched) -> list[str]:
    statements = []
    for operation, sides in _OPERATIONS.items():
        name = _name(each, operation)
        tables = " ".join(f"{side} TABLE AS touched_{side.lower()}" for side in sides)
        steps = "".join(_note_rows(log, each, f"touched_{side.lower()}") for side in sides)
        statements += [
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN {steps}RETURN NULL; END $$",
            _drop("postgresql", each, operation),
            f'CREATE TRIGGER "{name}" AFTER {operation.upper()} ON "{each.table}" REFERENCING {tables} '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
        ]
    return statements


def _note_rows(log: str, each: Watched, rows: str) -> str:
    """Only what this very transaction wrote down already is left out: a row of another may be gone before we commit."""
    joined = f'JOIN "{each.of}" o ON o."id" = r."{each.key}"' if each.key else ""
    area = f'{"o" if each.key else "r"}."{each.area}"'
    return (
        f'INSERT INTO "{log}"("area_code") SELECT DISTINCT substr({area}, 1, {LENGTH}) FROM {rows} r {joined} '  # noqa: S608
        f'WHERE NOT EXISTS (SELECT 1 FROM "{log}" t WHERE t."area_code" = substr({area}, 1, {LENGTH}) '
        "AND t.xmin = pg_current_xact_id()::xid); "
    )
