"""PostgreSQL itself is killed while phones send, at random moments: it recovers, and so does the server, without being
started anew. PostgreSQL is one of its own, from the wheel, whatever engine the other tests run on. KILLS=300 makes more."""

import contextlib
import hashlib
import logging
import os
import random
import signal
import time
from pathlib import Path

import psycopg
import pytest

from bench import postgres
from tests.doors.openrosa.served import Served
from tests.doors.openrosa.test_survives import Phone, acknowledged_by

pytestmark = [pytest.mark.slow, pytest.mark.once]
KILLS, CLIENTS, SEED = int(os.environ.get("KILLS", "4")), 4, 1871
log, PATIENCE = logging.getLogger(__name__), 300
"""Seconds: PostgreSQL syncs its whole folder before it recovers, which takes long beside other work on the disk."""


def _one_process(url: str, dice: random.Random) -> int | None:
    """A process of PostgreSQL: one that serves a connection, or writes for all of them."""
    with contextlib.suppress(psycopg.Error), psycopg.connect(url, connect_timeout=5) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND backend_type IN ('client backend', 'walwriter', 'checkpointer', 'background writer')"
        )
        return dice.choice([pid for (pid,) in found])
    return None


def _recovered(url: str) -> None:
    """Wait until PostgreSQL answers: what it acknowledged just before the last kill may be all that phones wait for."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            assert time.monotonic() < until, "PostgreSQL does not come back"
            time.sleep(0.2)


@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")
def test_du_02_killing_postgresql_loses_nothing_that_was_acknowledged(tmp_path: Path, monkeypatch):
    dice = random.Random(SEED)
    with postgres.server(tmp_path / "postgres") as url:
        monkeypatch.setenv("DATABASE_URL", url)
        (tmp_path / "data").mkdir()
        served = Served(tmp_path / "data")
        served.start()
        try:
            served.add_enumerator()
            phones = [Phone(served, seed) for seed in range(CLIENTS)]
            for phone in phones:
                phone.start()
            killed = 0
            while killed < KILLS:
                acknowledged_by(phones, dice.randint(4, 16), PATIENCE)
                pid = _one_process(served.postgres, dice)
                if pid is not None:
                    os.kill(pid, signal.SIGKILL)  # all others end with it, and PostgreSQL recovers
                    killed += 1
                    log.info("%s kills, %s acknowledged", killed, sum(len(p.acknowledged) for p in phones))
            acknowledged_by(phones, CLIENTS, PATIENCE)
            for phone in phones:
                phone.stop.set()
            for phone in phones:
                phone.join(40)
            _recovered(served.postgres)
            acknowledged = {k: v for phone in phones for k, v in phone.acknowledged.items()}
            assert set.union(*(phone.answers for phone in phones)) <= {201, 503}
            rows = served.rows(
                "SELECT d.instance_id, a.sha256 FROM intake_delivery d JOIN intake_attachment a ON a.delivery_id = d.id"
            )
            assert len(dict(rows)) == len(rows)
            assert {number: dict(rows).get(number) for number in acknowledged} == acknowledged
            for sha256 in acknowledged.values():
                assert hashlib.sha256(served.vault.blobs.get(sha256)).hexdigest() == sha256
        finally:
            served.stop()
