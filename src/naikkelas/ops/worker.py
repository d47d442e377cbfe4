"""The background worker: reads what phones sent, and runs the tasks of the queue. Started by `naikkelas serve`."""

import gc
import logging
import os
import threading
import time
from collections.abc import Callable

import django

JUDGED_TOGETHER = 500


def main() -> None:
    """Run until told to stop. What was interrupted before is taken up again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")
    django.setup()
    from django.tasks import TaskResultStatus
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from naikkelas.intake.tasks import take_up_interrupted
    from naikkelas.privacy import tasks as privacy

    # what is loaded now stays: no use in looking through it for garbage
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    # one worker an installation: whatever runs according to the table was cut off with its process
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)
    take_up_interrupted()
    privacy.take_up_interrupted()
    threading.Thread(target=_take_in, name="submissions", daemon=True).start()
    threading.Thread(target=_daily, name="daily", daemon=True).start()
    threading.Thread(target=_count, name="counts", daemon=True).start()
    threading.Thread(target=_tell, name="notices", daemon=True).start()
    threading.Thread(target=_push, name="push", daemon=True).start()
    threading.Thread(target=_chain, name="trail", daemon=True).start()
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
    worker.run()


def _take_in() -> None:
    """Read submissions as they come: an import that takes a minute must not keep visits waiting. And flag what of them
    deserves a second look, when nothing waits to be read or many have come together: many cost little more than one.

    By turns, not each in a thread: whoever writes lets go of the interpreter at every row, and with another thread that
    counts would get it back only after milliseconds. On SQLite all phones wait as long as that takes.
    """
    from django.conf import settings
    from django.db import DatabaseError, close_old_connections

    from naikkelas.intake import actions
    from naikkelas.kit import clock
    from naikkelas.monev import actions as monev
    from naikkelas.ops.health import HEARTBEAT
    from naikkelas.places import queries as places
    from naikkelas.trail.actions import SYSTEM

    log, beat = logging.getLogger("naikkelas.worker"), settings.NAIKKELAS_DATA / HEARTBEAT
    beaten, unjudged = 0.0, 0
    while True:
        read = 0
        try:
            places.refresh()
            read = actions.read_waiting(at=clock.now(), limit=actions.TOGETHER)
            unjudged += read
            if read < actions.TOGETHER or unjudged >= JUDGED_TOGETHER:
                monev.judge_waiting(by=SYSTEM, at=clock.now(), limit=JUDGED_TOGETHER)
                unjudged = 0
            if time.monotonic() - beaten > 5:
                beat.touch()
                beaten = time.monotonic()
        except (DatabaseError, OSError):
            log.exception("database or disk could not be used; trying again")
            time.sleep(5)
        finally:
            close_old_connections()
        if read < actions.TOGETHER:  # let some come together
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


def _chain() -> None:
    """Link what was written into the chain of the trail, and write its head down every hour."""
    from naikkelas.kit import clock
    from naikkelas.trail import sealing

    headed = -3600.0

    def turn() -> None:
        nonlocal headed
        whole = time.monotonic() - headed > 3600
        sealing.link_waiting(whole=whole)
        if whole:
            sealing.export_head(clock.now())
            headed = time.monotonic()

    _again(turn, every=2, what="the trail could not be linked")


def _again(turn: Callable[[], object], *, every: float, what: str) -> None:
    """Do one thing again and again; when database or disk are away, go on when they are back."""
    from django.db import DatabaseError, close_old_connections

    log = logging.getLogger("naikkelas.worker")
    while True:
        try:
            turn()
        except (DatabaseError, OSError):
            log.exception("%s; trying again", what)
        finally:
            close_old_connections()
        time.sleep(every)


def _daily() -> None:
    """What only the passing of days changes: early warnings are computed anew on the first look of a day, figures open
    findings and late answers go up, and who wished it is reminded of reports that are due. And at each look what the
    database knows of its tables."""
    from django.conf import settings
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

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
