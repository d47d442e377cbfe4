"""The shared commit of waiting submissions: what one job does to the transaction, all its companions are told.

Only SQLite shares commits; on PostgreSQL each job has its own, and the same tests ask for the same promise.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from naikkelas.intake.writer import Writer
from naikkelas.trail.actions import SYSTEM, note
from naikkelas.trail.models import Event
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
GATHERS = connection.vendor == "sqlite"


def _row(name: str) -> str:
    note(by=SYSTEM, at=NOW, action=name, on=("test", 1), area="18")
    return name


def _full_disk() -> None:
    """What the database says of a full disk, from the database itself where it can be asked to."""
    with connection.cursor() as cursor:
        if not GATHERS:
            cursor.execute("SET LOCAL temp_file_limit = 0; SET LOCAL work_mem = '64kB'")
            cursor.execute("SELECT count(*) FROM (SELECT n FROM generate_series(1, 100000) n ORDER BY -n) s")
            return
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0] + 2}")
        try:
            for _ in range(50):
                note(by=SYSTEM, at=NOW, action="large", on=("test", 1), area="18", filler="x" * 100_000)
        finally:
            # past Django, which runs nothing more in a transaction that is lost
            connection.connection.execute("PRAGMA max_page_count=1073741823").close()


def _rolled_back_by_the_engine() -> None:
    """SQLite may take back a whole transaction by itself (full disk, I/O error): then the savepoint is gone too."""
    _row("inside")
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK")
    raise OperationalError("disk I/O error")


def _together(*jobs):
    """Run jobs in one batch: the writer is kept busy until all of them wait. Returns (result, error) of each."""
    writer, busy, go_on = Writer(), threading.Event(), threading.Event()

    def hold_up() -> None:
        busy.set()
        assert go_on.wait(20)

    def outcome(job):
        try:
            return writer.run(job), None
        except Exception as error:  # the outcome is what the test looks at
            return None, error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs) + 1) as pool:
        pool.submit(outcome, hold_up)
        assert busy.wait(20)
        futures = []
        for n, job in enumerate(jobs, 1):
            futures.append(pool.submit(outcome, job))
            while GATHERS and writer._queue.qsize() < n:  # so that they stand in the order given
                pass
        go_on.set()
        outcomes = [future.result(30) for future in futures]
        close = pool.submit(outcome, connection.close)
        close.result(30)
    return outcomes


def _kept(outcomes) -> set[str]:
    """The acknowledged rows must be exactly the ones in the table."""
    kept = set(Event.objects.filter(object_type="test").values_list("action", flat=True))
    assert kept == {result for result, error in outcomes if error is None}
    return kept


def test_many_waiting_jobs_are_all_kept_and_each_gets_its_own_result():
    outcomes = _together(*[lambda n=n: _row(f"job-{n}") for n in range(100)])
    assert [result for result, _ in outcomes] == [f"job-{n}" for n in range(100)]
    assert len(_kept(outcomes)) == 100


def test_a_job_that_raises_takes_back_its_own_rows_only():
    def refuse() -> str:
        _row("refused")
        raise ValueError("mine alone")

    outcomes = _together(lambda: _row("before"), refuse, lambda: _row("after"))
    assert isinstance(outcomes[1][1], ValueError)
    assert _kept(outcomes) == {"before", "after"}


def test_nobody_is_told_yes_when_the_disk_filled_up_and_took_the_batch_back():
    outcomes = _together(lambda: _row("before"), _full_disk, lambda: _row("after"))
    assert isinstance(outcomes[1][1], OperationalError)
    _kept(outcomes)


def test_the_writer_goes_on_after_a_full_disk():
    _together(_full_disk)
    assert _together(lambda: _row("later")) == [("later", None)]


def test_a_stopped_writer_leaves_no_thread_and_begins_anew_with_the_next_job():
    before = set(threading.enumerate())
    writer = Writer(lambda jobs: [job() for job in jobs])
    for name in ("first", "second"):
        assert writer.run(lambda name=name: _row(name)) == name
        assert set(threading.enumerate()) - before
        writer.stop()
        assert set(threading.enumerate()) <= before
    assert Event.objects.filter(object_type="test").count() == 2


if GATHERS:

    def test_nobody_is_told_yes_when_the_engine_rolled_the_whole_transaction_back():
        outcomes = _together(lambda: _row("before"), _rolled_back_by_the_engine, lambda: _row("after"))
        assert all(isinstance(error, OperationalError) for _, error in outcomes)
        assert _kept(outcomes) == set()
