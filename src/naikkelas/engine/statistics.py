"""What the database knows of its own tables: without it SQLite takes the first index that fits, PostgreSQL waits a minute."""

from collections.abc import Sequence
from typing import Any

_SAMPLE = 1_000
"""Rows of each index that SQLite looks at: a tenth of a second for a province."""
_SMALL = 10_000


def renew(cursor: Any, vendor: str, growing: Sequence[str] = ()) -> None:
    """Look again at tables that have changed much. Cheap where little has; call it after many rows came in.

    Of tables that are `growing`, SQLite forgets what it counted while there was little: a connection goes by what it read
    when it was opened, and would look through the whole of a table that had a hundred rows then and has thousands by now.
    Nothing known of a table counts as many rows.
    """
    if vendor == "postgresql":
        cursor.execute("ANALYZE")
        return
    cursor.execute(f"PRAGMA analysis_limit = {_SAMPLE}")
    cursor.execute("PRAGMA optimize = 0x10002")
    if growing and cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
        names = ", ".join(f"'{name}'" for name in growing)
        cursor.execute(
            f"DELETE FROM sqlite_stat1 WHERE tbl IN ({names}) AND tbl NOT IN "  # noqa: S608 - names of our own
            f"(SELECT tbl FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) >= {_SMALL})"
        )
