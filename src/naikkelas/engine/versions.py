"""Whether anything was written since: one cheap question, asked before using what is kept in memory.

Every write that matters adds a row to a log table. SQLite writes one after another, so the last row tells.
On PostgreSQL a later number may be committed before an earlier one; so each row bears the transaction that wrote it, and
what is asked is whether any row is of a transaction that was not done when we asked before. Writes that leave no row (who
saw whom, sessions) change nothing.
"""

import threading
from collections.abc import Hashable
from typing import Any

COLUMN = "written_in"
_asking = threading.Lock()
_seen: dict[str, tuple[str, int]] = {}
"""Database → the snapshot in which we asked last, and how often anything had been written until then."""


def create_sql(log: str) -> list[str]:
    """Statements for PostgreSQL: the column and the index that `version` asks."""
    return [
        f'ALTER TABLE "{log}" ADD COLUMN "{COLUMN}" xid8 NOT NULL DEFAULT pg_current_xact_id()',
        f'CREATE INDEX "{log}_{COLUMN}" ON "{log}" ("{COLUMN}")',
    ]


def version(connection: Any, log: str) -> Hashable:
    """A value that differs after every committed write with a row in the table `log`.

    Rows that a dump brought from elsewhere may bear transactions that are yet to come here: those count for nothing.
    """
    with connection.prepared() as cursor:
        if connection.vendor == "postgresql":
            return _of_postgresql(cursor, connection.settings_dict["NAME"], log)
        # the moment too: after a write that was undone another row may bear its number
        cursor.execute(f'SELECT "id", "at" FROM "{log}" ORDER BY "id" DESC LIMIT 1')  # noqa: S608 - a table of our own
        newest: tuple[int, object] | None = cursor.fetchone()
        return newest


_ASK = f"""
SELECT pg_current_snapshot()::text,
    pg_current_xact_id_if_assigned()::text,
    current_setting('transaction_isolation') <> 'read committed',
    COUNT(*),
    MAX("id")
FROM "{{log}}" WHERE "{COLUMN}" >= pg_snapshot_xmin(%(since)s::pg_snapshot)
    AND NOT pg_visible_in_snapshot("{COLUMN}", %(since)s::pg_snapshot)
    AND "{COLUMN}" <= GREATEST(pg_snapshot_xmax(pg_current_snapshot()), pg_current_xact_id_if_assigned())
"""  # noqa: S608 - names of our own


def _of_postgresql(cursor: Any, database: str, log: str) -> Hashable:
    with _asking:  # or an answer that was given earlier could be noted later
        since, times = _seen.get(database, ("1:1:", 0))
        cursor.execute(_ASK.format(log=log), {"since": since})
        now, own, standing_still, written, newest = cursor.fetchone()
        if standing_still:  # sees no more what others see
            return now, own, since, written, newest
        if own:  # sees what nobody else sees yet; the newest number tells a row written after a savepoint was undone
            return own, since, written, newest
        if written:
            times += 1
        _seen[database] = now, times
        return times
