"""Django's PostgreSQL backend, which looks at the socket before each request instead of sending a query over it."""

import selectors

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the kept connection still stands. A server that went away has closed it or sent its last word; one that
        lives says nothing unasked, so where something can be read, it is asked."""
        if self.connection is None or self.connection.closed:
            return False
        with selectors.DefaultSelector() as looking:
            looking.register(self.connection, selectors.EVENT_READ)
            silent = not looking.select(0)
        return silent or super().is_usable()
