"""Django's PostgreSQL backend, which looks at the socket before each request instead of sending a query over it."""

import selectors

from django.db.backends.postgresql import base


class PreparedCursor(base.ServerBindingCursor):
    """Has the server keep the plan of each statement, as long as the connection stands."""


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        """With plans kept from the first time on, by cursors that leave values to the server: of Django's own none does."""
        return super().get_connection_params() | {"prepare_threshold": 0}

    def prepared(self):
        """A cursor for what is asked again and again: planning a short question takes longer than answering it."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(PreparedCursor(self.connection))

    def is_usable(self) -> bool:
        """Whether the kept connection still stands. A server that went away has closed it or sent its last word; one that
        lives says nothing unasked, so where something can be read, it is asked."""
        if self.connection is None or self.connection.closed:
            return False
        with selectors.DefaultSelector() as looking:
            looking.register(self.connection, selectors.EVENT_READ)
            silent = not looking.select(0)
        return silent or super().is_usable()
