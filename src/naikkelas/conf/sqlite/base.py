"""Django's SQLite backend on pysqlite3, which carries a newer SQLite than most interpreters.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that several connections write and checkpoint (fixed in 3.51.3);
web and worker are such connections. `synchronous=FULL` because a phone deletes its copy after our 201: with
NORMAL a power cut loses nearly every acknowledged row.
"""

import sys
import time

try:
    import pysqlite3
    import pysqlite3.dbapi2
except (
    ImportError
):  # not Linux: the interpreter's own SQLite must do, and `check_version` says so if it is too old
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base, features, operations

SAFE_VERSION = (3, 51, 3)
LOOK_AGAIN_S = 0.001


class DatabaseFeatures(features.DatabaseFeatures):
    # pysqlite3's connection has no getlimit(), which Django would ask
    max_query_params = 32_766


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor, sql, params):
        """What a log or a test shows of a query. Django would have SQLite quote the values, and ask getlimit() for that."""
        return f"{sql} {params!r}" if params else sql

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        """Empty the tables. Triggers that refuse deleting would refuse it here too, unlike TRUNCATE on PostgreSQL: they
        go before and come back after."""
        statements = super().sql_flush(
            style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
            triggers = [(name, sql) for name, sql, table in cursor.fetchall() if table in tables]
        dropped = [f"DROP TRIGGER {self.quote_name(name)}" for name, _sql in triggers]
        return [*dropped, *statements, *(sql for _name, sql in triggers)]


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite in WAL mode, synced at every commit."""

    cache_kib = 32_768
    """What a connection remembers of the file: imports write less often in between. Web processes take less (wsgi.py)."""
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

    def get_connection_params(self):
        check_version(base.Database.sqlite_version_info)
        return super().get_connection_params()

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"cache_size=-{self.cache_kib}",
            "temp_store=MEMORY",
            "wal_autocheckpoint=8000",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    def prepared(self):
        """A cursor for what is asked again and again; the driver keeps the plans of all cursors."""
        return self.cursor()

    def _start_transaction_under_autocommit(self):
        """Wait for the one turn to write by looking every millisecond. SQLite by itself sleeps longer each time it finds
        the turn taken, a tenth of a second in the end: with phones that send all at once, the disk would idle meanwhile."""
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        until = time.monotonic() + patience
        self._sleep_at_most(0)
        try:
            while not self._begun(until):
                time.sleep(LOOK_AGAIN_S)
        finally:
            self._sleep_at_most(patience)

    def _begun(self, until):
        """Asked of the connection itself: an error that Django wraps refers to itself, and keeps its cursor until garbage is
        collected, in whichever thread that happens."""
        begin = f"BEGIN {self.transaction_mode or ''}"
        try:
            self.connection.execute(begin).close()
        except base.Database.OperationalError as error:
            if "locked" in str(error) and time.monotonic() < until:
                return False
            with self.wrap_database_errors:
                raise
        return True

    def _sleep_at_most(self, seconds):
        self.connection.execute(f"PRAGMA busy_timeout={round(1000 * seconds)}").close()


def check_version(version: tuple[int, ...]) -> None:
    if version < SAFE_VERSION:
        found = ".".join(map(str, version))
        raise ImproperlyConfigured(
            f"SQLite {found} can corrupt a database that two processes write. Install pysqlite3 (pip install pysqlite3), "
            "a Python with SQLite 3.51.3 or newer, or use PostgreSQL through DATABASE_URL."
        )
