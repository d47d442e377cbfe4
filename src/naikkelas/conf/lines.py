"""How many requests wait in each web process, so that people in a longer line go over to a shorter one.

A browser keeps its connection, and with it the process that took it: of twenty people, fourteen may stand in one line and
six in the other, for as long as they work. A process with the longer line closes the connection after its answer; the
browser opens another, which any process may take.
"""

import fcntl
import mmap
import os
from pathlib import Path

SLOTS = 64
"""Web processes of one folder; more than any machine of ours has."""
LONGER = 2
"""How many more must wait here than elsewhere: with less, moving somebody would only turn the difference around."""
MOST = 254


class Lines:
    """The lengths of all lines, a byte each in a file that the processes share. A wrong byte costs a reconnection, no more.

    0 is no process, 1 an empty line.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(
            path, os.O_RDWR | os.O_CREAT, 0o600
        )  # open, with its lock, as long as the process lives
        os.ftruncate(self._file, SLOTS)
        self._lengths = mmap.mmap(self._file, SLOTS)
        self._mine = self._slot()

    def _slot(self) -> int:
        """The first place that no living process holds."""
        for at in range(SLOTS):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, at)
            except OSError:
                continue
            return at
        return SLOTS - 1

    def tell(self, length: int) -> None:
        """Say how many are in this line."""
        self._lengths[self._mine] = 1 + min(length, MOST)

    def too_long(self, length: int) -> bool:
        """Whether clearly more are in this line than in the shortest other."""
        others = [n - 1 for at, n in enumerate(self._lengths[:SLOTS]) if n and at != self._mine]
        return bool(others) and length - min(others) >= LONGER
