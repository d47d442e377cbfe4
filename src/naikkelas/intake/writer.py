"""Many phones, one disk: submissions that wait are committed together and answered after the commit.

A durable commit costs a sync of the disk, whether it holds one row or fifty; and fifty rows put down by one statement
cost a fraction of fifty statements. Inside a transaction (tests, the demonstration) there is nothing to gather.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from django.db import OperationalError, close_old_connections, connection, transaction

from naikkelas.kit import aside

Job = Callable[[], Any]
LARGEST_BATCH = 64
ALONE = object()
"""In place of a result: this job is not one of those that can be done together."""
Together = Callable[[Sequence[Any]], Sequence[Any]]


class Writer:
    """One thread that runs jobs in shared transactions.

    `together` is given the jobs of a batch and does at once what it can; for the others it returns ALONE. Those run one by
    one: on SQLite in the same transaction, since there is one writer anyway; on PostgreSQL each in its own, by who brought
    it, so that no two batches ever wait for each other's rows.
    """

    def __init__(self, together: Together | None = None) -> None:
        self._together = together
        self._queue: queue.SimpleQueue[tuple[Job, Future[Any]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, job: Job) -> Any:
        """Run `job` in a transaction and return its result once that is on disk. What it raises is raised here."""
        if connection.in_atomic_block or not self._gathers:
            return _by_itself(job)
        done: Future[Any] = Future()
        self._queue.put((job, done))
        self._start()
        with aside.waiting():
            result = done.result(timeout=60)
        return _by_itself(job) if result is ALONE else result

    def stop(self) -> None:
        """Let what waits be committed, then end the thread and its connection. The next job begins a new one."""
        with self._lock:
            if self._thread is not None:
                self._queue.put(None)
                self._thread.join()
                self._thread = None

    @property
    def _gathers(self) -> bool:
        return connection.vendor == "sqlite" or self._together is not None

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._loop, name="intake-writer", daemon=True)
                self._thread.start()

    def _loop(self) -> None:
        going = True
        while going:
            waiting = [self._queue.get()]
            while len(waiting) < LARGEST_BATCH and not self._queue.empty():
                waiting.append(self._queue.get())
            batch = [item for item in waiting if item is not None]
            going = len(batch) == len(waiting)
            if batch:
                self._commit(batch)
            close_old_connections()
        connection.close()

    def _commit(self, batch: list[tuple[Job, Future[Any]]]) -> None:
        try:
            with transaction.atomic():
                outcomes = self._outcomes([job for job, _ in batch])
        except BaseException as error:  # nothing was committed: nobody's submission is safe, and all are told
            for _, done in batch:
                done.set_exception(error)
            return
        for (_, done), (result, error) in zip(batch, outcomes, strict=True):
            if error is None:
                done.set_result(result)
            else:
                done.set_exception(error)

    def _outcomes(self, jobs: list[Job]) -> list[tuple[Any, BaseException | None]]:
        """(result, error) of each job. Raises where the engine took back the whole transaction."""
        outcomes: list[tuple[Any, BaseException | None]] = [(ALONE, None)] * len(jobs)
        if self._together is not None:
            results, error = _tried(lambda: self._together(jobs))
            _still_there(error)
            if error is None:
                outcomes = [(result, None) for result in results]
        if connection.vendor == "sqlite":
            for n, job in enumerate(jobs):
                if outcomes[n][0] is ALONE:
                    outcomes[n] = _tried(job)
                    _still_there(outcomes[n][1])
        return outcomes


def _by_itself(job: Job) -> Any:
    with transaction.atomic():
        return job()


def _tried(job: Job) -> tuple[Any, BaseException | None]:
    """Run one job in a savepoint, so that its failure is its own."""
    try:
        with transaction.atomic():
            return job(), None
    except Exception as error:  # handed to the request that brought the job
        return None, error


def _still_there(error: BaseException | None) -> None:
    """A full or failing disk makes SQLite take back everything, what went before included."""
    if transaction.get_rollback():
        raise error or OperationalError("the transaction was rolled back")
