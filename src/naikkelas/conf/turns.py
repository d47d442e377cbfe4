"""Turns: at most so many at once, the longest waiting first."""

import threading
from collections import deque


class Turns:
    """Like a semaphore, but first come, first served.

    Who gives back a semaphore of the standard library and asks again may overtake all who wait, so that under load the
    unlucky wait many times longer than the rest.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: deque[threading.Lock] = deque()
        self._door = threading.Lock()

    def take(self, patience_s: float) -> bool:
        """Wait for a turn, at most `patience_s` seconds; whether it came, and so has to be given back."""
        with self._door:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=patience_s):
            return True
        with self._door:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # handed over in the very moment in which patience ended

    @property
    def length(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def give(self) -> None:
        """Give a turn back: to the longest waiting, if anybody waits."""
        with self._door:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
