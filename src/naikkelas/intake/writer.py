"""Many phones, one disk: on SQLite, submissions that wait are committed together and answered after the commit.

A durable commit costs a sync of the disk, whether it holds one row or fifty. PostgreSQL gathers commits by itself,
and inside a transaction (tests, the demonstration) there is nothing to gather.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from django.db import OperationalError, close_old_connections, connection, transaction

Job = Callable[[], Any]
LARGEST_BATCH = 64


class Writer:
    """One thread that runs jobs in shared transactions."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[Job, Future[Any]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, job: Job) -> Any:
        """Run `job` in a transaction and return its result once that is on disk. What it raises is raised here."""
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            with transaction.atomic():
                return job()
        done: Future[Any] = Future()
        self._queue.put((job, done))
        self._start()
        return done.result(timeout=60)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._loop, name="intake-writer", daemon=True)
                self._thread.start()

    def _loop(self) -> None:
        while True:
            batch = [self._queue.get()]
            while len(batch) < LARGEST_BATCH and not self._queue.empty():
                batch.append(self._queue.get())
            self._commit(batch)
            close_old_connections()

    def _commit(self, batch: list[tuple[Job, Future[Any]]]) -> None:
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with transaction.atomic():
                for job, done in batch:
                    outcomes.append((done, *_tried(job)))
                    if transaction.get_rollback():
                        # a full or failing disk made SQLite take back everything, those before this job included
                        raise outcomes[-1][2] or OperationalError("the transaction was rolled back")
        except BaseException as error:  # nothing was committed: nobody's submission is safe, and all are told
            for _, done in batch:
                done.set_exception(error)
            return
        for done, result, error in outcomes:
            if error is None:
                done.set_result(result)
            else:
                done.set_exception(error)


def _tried(job: Job) -> tuple[Any, BaseException | None]:
    """Run one job in a savepoint, so that its failure is its own."""
    try:
        with transaction.atomic():
            return job(), None
    except Exception as error:  # handed to the request that brought the job
        return None, error
