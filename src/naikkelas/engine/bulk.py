"""Many rows at once into SQLite or PostgreSQL: the only place that knows how each wants them.

All functions take a DB-API cursor inside an open transaction. Table and column names come from our models, never
from what somebody sent.

That transaction should be one without a savepoint (`atomic(savepoint=False)`): a row whose insertion fires a trigger
makes SQLite open a statement within it, and at the end of each it walks through all that the savepoint has noted so
far, which for 10,000 rows takes longer than the rows themselves.
"""

from collections.abc import Sequence
from itertools import batched
from typing import Any

Rows = Sequence[Sequence[Any]]


def reserve_ids(cursor: Any, vendor: str, table: str, count: int) -> Sequence[int]:
    """Return `count` new rising ids of `table`, so that rows pointing to each other can be made together.

    SQLite: the open write transaction already keeps everybody else out. PostgreSQL: drawn from the sequence one by
    one, as everybody else's are; whoever set it forward by `count` would hand out numbers that others draw meanwhile.
    """
    if count == 0:
        return range(0)
    if vendor == "sqlite":
        cursor.execute(f'SELECT COALESCE(MAX("id"), 0) FROM "{table}"')  # noqa: S608
        first = cursor.fetchone()[0] + 1
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = max(first, row[0] + 1 if row else 0)
        return range(first, first + count)
    cursor.execute(
        f"SELECT nextval(pg_get_serial_sequence('\"{table}\"', 'id')) FROM generate_series(1, %s)",  # noqa: S608
        [count],
    )
    return sorted(row[0] for row in cursor.fetchall())


def insert(cursor: Any, vendor: str, table: str, columns: Sequence[str], rows: Rows) -> None:
    """Insert rows: `COPY` on PostgreSQL, one prepared statement on SQLite."""
    if vendor == "postgresql":
        with cursor.cursor.copy(f'COPY "{table}" ({_names(columns)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    _plain(cursor).executemany(
        f'INSERT INTO "{table}" ({_names(columns)}) VALUES ({_marks(columns)})',  # noqa: S608
        rows,
    )


def update(cursor: Any, vendor: str, table: str, columns: Sequence[str], rows: Rows) -> None:
    """Update rows by id. Each row holds the values of `columns`, then the id."""
    if vendor == "postgresql":
        _update_joined(cursor, table, (*columns, "id"), rows)
        return
    changes = ", ".join(f'"{column}" = ?' for column in columns)
    _plain(cursor).executemany(f'UPDATE "{table}" SET {changes} WHERE "id" = ?', rows)  # noqa: S608


AT_ONCE = 1_000


def _update_joined(cursor: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
    """PostgreSQL is asked some rows at a time: a statement a row would be planned and answered as often."""
    types = _types(cursor, table)
    typed = ", ".join(f"%s::{types[column]}" for column in columns)
    others = ", ".join(["%s"] * len(columns))
    changes = ", ".join(f'"{column}" = new."{column}"' for column in columns[:-1])
    for part in batched(rows, AT_ONCE):
        values = f"({typed})" + f", ({others})" * (len(part) - 1)
        cursor.execute(
            f'UPDATE "{table}" SET {changes} FROM (VALUES {values}) AS new ({_names(columns)}) '  # noqa: S608
            f'WHERE "{table}"."id" = new."id"',
            [value for row in part for value in row],
        )


def _types(cursor: Any, table: str) -> dict[str, str]:
    """The type of each column; without its length, which would cut off what is too long instead of refusing it."""
    cursor.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [f'"{table}"'],
    )
    return dict(cursor.fetchall())


def _plain(cursor: Any) -> Any:
    """The driver's own cursor below Django's wrappers: theirs format each statement anew."""
    return cursor.cursor.connection.cursor()


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _marks(columns: Sequence[str]) -> str:
    return ", ".join("?" * len(columns))
