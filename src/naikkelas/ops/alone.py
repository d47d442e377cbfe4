"""One server a data folder: two workers would read the same deliveries, each with its own clock and keys."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from naikkelas.kit.problems import Kind, Refused

LOCK = "serve.lock"
SERVED = Kind(
    "data.served",
    "Folder {folder} sedang dilayani. Hentikan dahulu server itu (Ctrl+C).",
    "The folder {folder} is being served. Stop that server first (Ctrl+C).",
)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the data folder; raises Refused where a server or the making of a demonstration holds it already."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(SERVED, folder=folder) from error
        yield
