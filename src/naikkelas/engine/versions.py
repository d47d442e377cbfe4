"""Whether anything was written since: one cheap question, asked before using what is kept in memory."""


def version_sql(vendor: str, log: str) -> str:
    """A SELECT of one value that differs after every committed write. Every write adds a row to the table `log`.

    SQLite writes one after another, so the last row tells. On PostgreSQL a later number may be committed before an
    earlier one; its snapshot names every write that is done and every one that is not.
    """
    if vendor == "postgresql":
        return "SELECT pg_current_snapshot()::text"
    return f'SELECT MAX("id") FROM "{log}"'  # noqa: S608 - a table of our own
