"""The background worker: reads what phones sent, and runs the tasks of the queue. Started by `naikkelas serve`.

Judging what was read and linking the trail take as long as reading: a process of its own does these. It is a copy of this one,
so nearly all of its memory is shared; where one of the two ends, so does the other, and `serve` begins both again.
"""

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable

import django

from naikkelas.kit.heaps import share_heaps

JUDGED_TOGETHER, LINKED_EVERY_S = 500, 2
_ending = threading.Event()


def main() -> None:
    """Run until told to stop. What was interrupted before is taken up again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")
    django.setup()
    share_heaps()
    beside = _begin_beside()
    from django.tasks import TaskResultStatus
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from naikkelas.intake.tasks import take_up_interrupted
    from naikkelas.privacy import tasks as privacy

    _keep_loaded()
    # one worker an installation: whatever runs according to the table was cut off with its process
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)
    take_up_interrupted()
    privacy.take_up_interrupted()
    threading.Thread(target=_read_submissions, name="submissions", daemon=True).start()
    threading.Thread(target=_daily, name="daily", daemon=True).start()
    threading.Thread(target=_count, name="counts", daemon=True).start()
    threading.Thread(target=_tell, name="notices", daemon=True).start()
    threading.Thread(target=_push, name="push", daemon=True).start()
    threading.Thread(target=_hooks, name="webhooks", daemon=True).start()
    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="naikkelas",
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        _ending.set()
        os.kill(beside, signal.SIGTERM)


def _begin_beside() -> int:
    """Begin the process beside this one, before either has threads (polars has, once it is imported) or asked the database;
    return its number."""
    here = os.getpid()
    beside = os.fork()
    if beside == 0:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal, to all: it ends with the other
        try:
            _judge_and_link(here)
        except Exception:
            logging.getLogger("naikkelas.worker").exception(
                "visits are no longer judged, nor the trail linked"
            )
        finally:
            os._exit(1)
    threading.Thread(target=_end_with, args=(beside,), name="beside", daemon=True).start()
    return beside


def _keep_loaded() -> None:
    """What is loaded now stays: no use in looking through it for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _end_with(beside: int) -> None:
    _, ended = os.waitpid(beside, 0)
    if not _ending.is_set():
        logging.getLogger("naikkelas.worker").error("the process that judges visits ended (%s)", ended)
        os._exit(1)


def _judge_and_link(other: int) -> None:
    """Flag what of new visits deserves a second look, and link what was written into the chain of the trail, whose head is
    written down every hour.

    By turns, not each in a thread: whoever writes lets go of the interpreter at every row, and with another thread that
    counts would get it back only after milliseconds. On SQLite all phones wait as long as that takes.
    """
    from naikkelas.kit import clock
    from naikkelas.monev import actions as monev
    from naikkelas.trail import sealing
    from naikkelas.trail.actions import SYSTEM

    _keep_loaded()
    linked, headed = -3600.0, -3600.0

    def judge() -> bool:
        return monev.judge_waiting(by=SYSTEM, at=clock.now(), limit=JUDGED_TOGETHER) == JUDGED_TOGETHER

    def link() -> None:
        nonlocal linked, headed
        if time.monotonic() - linked > LINKED_EVERY_S:
            whole = time.monotonic() - headed > 3600
            sealing.link_waiting(whole=whole)
            linked = time.monotonic()
            if whole:
                sealing.export_head(clock.now())
                headed = linked

    while os.getppid() == other:
        more = _tried(judge, "visits could not be judged")
        _tried(link, "the trail could not be linked")
        if not more:
            time.sleep(1)


def _read_submissions() -> None:
    """Read submissions as they come: an import that takes a minute must not keep visits waiting."""
    from django.conf import settings
    from django.db import DatabaseError, close_old_connections, connection

    from naikkelas.intake import actions
    from naikkelas.kit import clock
    from naikkelas.ops.health import HEARTBEAT
    from naikkelas.places import queries as places

    log, beat = logging.getLogger("naikkelas.worker"), settings.NAIKKELAS_DATA / HEARTBEAT
    beaten = 0.0
    while True:
        try:
            places.refresh()
            read = actions.read_waiting(at=clock.now())
            if time.monotonic() - beaten > 5:
                beat.touch()
                beaten = time.monotonic()
        except (DatabaseError, OSError):
            log.exception("database or disk could not be used; trying again")
            read = 0
            time.sleep(5)
        finally:
            close_old_connections()
        # many at once cost little more than one: let some come together
        if read < actions.TOGETHER[connection.vendor]:
            time.sleep(0.3)


def _count() -> None:
    """Keep the counts of enterprises in step: pages are exact without it, and slower by what was touched meanwhile."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from naikkelas.analytics import tallies
    from naikkelas.kit import clock

    log = logging.getLogger("naikkelas.worker")
    while True:
        try:
            tallies.renew(timezone.localdate(clock.now()))
        except (DatabaseError, OSError):
            log.exception("enterprises could not be counted; trying again")
        finally:
            close_old_connections()
        time.sleep(10)


def _tell() -> None:
    """Mail what people are to be told."""
    from naikkelas.kit import clock
    from naikkelas.notices import mailing

    _again(lambda: mailing.send_mails(clock.now()), every=20, what="notices could not be mailed")


def _push() -> None:
    """Tell people on their devices. A thread of its own too: push services lie outside the house."""
    from naikkelas.kit import clock
    from naikkelas.notices import pushing

    _again(lambda: pushing.push(clock.now()), every=5, what="notices could not be pushed")


def _hooks() -> None:
    """Tell subscribed systems of data events. A thread of its own: a receiver that hangs keeps nobody else waiting."""
    from naikkelas.kit import clock
    from naikkelas.notices import delivering

    _again(lambda: delivering.deliver(clock.now()), every=2, what="webhooks could not be sent")


def _again(turn: Callable[[], object], *, every: float, what: str) -> None:
    while True:
        _tried(turn, what)
        time.sleep(every)


def _tried[T](turn: Callable[[], T], what: str) -> T | None:
    """Do one thing; where database or disk are away, say so and go on: it is done again when they are back."""
    from django.db import DatabaseError, close_old_connections

    try:
        return turn()
    except (DatabaseError, OSError):
        logging.getLogger("naikkelas.worker").exception("%s; trying again", what)
        return None
    finally:
        close_old_connections()


def _daily() -> None:
    """What only the passing of days changes: early warnings are computed anew on the first look of a day, figures open
    findings and late answers go up, changes taken over without asking are told, and who wished it is reminded of reports
    that are due. And at each look what the database knows of its tables."""
    from django.conf import settings
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from naikkelas.intake import actions as intake
    from naikkelas.kit import clock
    from naikkelas.monev import actions as monev
    from naikkelas.ops.tables import renew_statistics
    from naikkelas.places import queries as places
    from naikkelas.registry import actions
    from naikkelas.registry.queries import standing
    from naikkelas.reports import actions as reports
    from naikkelas.trail.actions import SYSTEM

    log, done_on = logging.getLogger("naikkelas.worker"), None
    while True:
        try:
            now = clock.now()
            today = timezone.localdate(now)
            if done_on != today:
                oldest = standing.warnings_as_of()
                if oldest is None or oldest < today:
                    actions.refresh_warnings(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=now)
                places.refresh()
                monev.watch_findings(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=now)
                monev.tell_deadlines(by=SYSTEM, at=now)
                monev.escalate(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=now)
                intake.tell_taken_over(by=SYSTEM, at=now)
                reports.send_reminders(by=SYSTEM, at=now)
                done_on = today
            renew_statistics()
        except (DatabaseError, OSError):
            log.exception("the work of the day could not be done; trying again")
        finally:
            close_old_connections()
        time.sleep(600)


if __name__ == "__main__":
    main()
