"""What the database knows of its own tables: without it SQLite takes the first index that fits, PostgreSQL waits a minute."""

from typing import Any

_SAMPLE = 1_000
"""Rows of each index that SQLite looks at: a tenth of a second for a province."""


def renew(cursor: Any, vendor: str) -> None:
    """Look again at tables that have changed much. Cheap where little has; call it after many rows came in."""
    if vendor == "postgresql":
        cursor.execute("ANALYZE")
        return
    cursor.execute(f"PRAGMA analysis_limit = {_SAMPLE}")
    cursor.execute("PRAGMA optimize = 0x10002")
