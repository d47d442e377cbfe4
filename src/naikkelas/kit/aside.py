"""Who waits for a disk lets others have the turn meanwhile. Those who take turns say so (`turn`); what waits says so
(`waiting`), and need not know whether turns are taken at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_mine = threading.local()


@contextmanager
def turn(take: Callable[[], bool], give: Callable[[], None]) -> Iterator[None]:
    """Hold a turn, but where something inside waits. `take` waits for one and says whether it came."""
    _mine.held, _mine.take, _mine.give = take(), take, give
    try:
        yield
    finally:
        if _mine.held:
            give()
        del _mine.held


@contextmanager
def waiting() -> Iterator[None]:
    """Inside, others have the turn."""
    if not getattr(_mine, "held", False):
        yield
        return
    _mine.give()
    _mine.held = False
    try:
        yield
    finally:
        _mine.held = _mine.take()
