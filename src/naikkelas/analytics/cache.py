"""What is kept in memory as long as nothing was written, by the version of all data (trail.queries.stamp).

Under a steady stream of writes a figure may be up to two seconds old; what is asked for `exact` never is. One thread at
a time works a thing out.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from naikkelas.trail.queries import stamp

KEPT = 2_000
FRESH_SECONDS = 2.0

_entries: OrderedDict[Hashable, tuple[Hashable, float, Any]] = OrderedDict()
_guard = threading.Lock()
_working: dict[Hashable, threading.Lock] = {}


def remembered(
    key: Hashable, compute: Callable[[], Any], *, exact: bool = False, seconds: float = FRESH_SECONDS
) -> Any:
    """Return compute(), or what it gave before if nothing has been written since (or `seconds` ago at most)."""
    seconds = 0 if exact else seconds
    now = stamp()
    found = _look(key, now, seconds)
    if found is not None:
        return found[2]
    with _guard:
        lock = _working.setdefault(key, threading.Lock())
    with lock:
        found = _look(key, now, seconds)
        if found is None:
            found = (now, time.monotonic(), compute())
            with _guard:
                _entries[key] = found
                _entries.move_to_end(key)
                while len(_entries) > KEPT:
                    _working.pop(_entries.popitem(last=False)[0], None)
    return found[2]


def _look(key: Hashable, now: Hashable, seconds: float) -> tuple[Hashable, float, Any] | None:
    found = _entries.get(key)
    if found and (found[0] == now or time.monotonic() - found[1] < seconds):
        return found
    return None


def forget() -> None:
    """Forget everything: for tests and after a restore."""
    with _guard:
        _entries.clear()
        _working.clear()
