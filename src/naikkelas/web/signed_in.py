"""Who asks: every page of somebody signed in reads a session and a user, by questions whose SQL is made once.

Django's own session store and backend, but for how these two rows are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from naikkelas.accounts import queries as accounts
from naikkelas.trail.prepared import Prepared

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

_session = Prepared(lambda key: Session.objects.filter(session_key=key))


class SessionStore(db.SessionStore):
    """SESSION_ENGINE."""

    def _get_session_from_db(self) -> Session | None:
        found = _session.first(self.session_key)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


class Backend(ModelBackend):
    """The last of AUTHENTICATION_BACKENDS."""

    def get_user(self, user_id: int) -> User | None:
        user = accounts.known(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
