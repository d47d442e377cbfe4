"""The promise of 201: what was acknowledged is there, once and whole, whatever is killed or full."""

import hashlib
import os
import random
import signal
import threading
import time
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.doors.openrosa.served import Served
from tests.doors.openrosa.test_wire import TYPE, form, new, parts

pytestmark = [pytest.mark.slow]
KILLS, CLIENTS = 30, 4


class Phone(threading.Thread):
    """Fills forms with a photo, sends each until it is acknowledged, sometimes once more, and remembers them."""

    def __init__(self, served: Served, seed: int) -> None:
        super().__init__(daemon=True)
        self.served, self.dice, self.stop = served, random.Random(seed), threading.Event()
        self.acknowledged: dict[str, str] = {}
        self.answers: set[int] = set()

    def run(self) -> None:
        while not self.stop.is_set():
            number, photo = new(), self.dice.randbytes(20_000)
            body = parts(form(number, "<foto>a.jpg</foto>"), {"a.jpg": photo})
            sent = self._sent(body)
            while not sent and not self.stop.wait(0.1):  # as a phone waits before it tries again
                sent = self._sent(body)
            if sent:
                self.acknowledged[number] = hashlib.sha256(photo).hexdigest()
            if self.dice.random() < 0.2:
                self._sent(body)

    def _sent(self, body: bytes) -> bool:
        try:
            answer = self.served.ask("POST", f"{self.served.key}/submission", body, {"Content-Type": TYPE})
        except (OSError, HTTPException):  # killed before or in the middle of its answer
            return False
        self.answers.add(answer.status)
        return answer.status in (201, 202)


@pytest.fixture
def victim(tmp_path: Path):
    server = Served(tmp_path, workers=3)
    server.start()
    server.add_enumerator()
    yield server
    server.stop()


def kill_one(server: Served, dice: random.Random) -> None:
    """Kill -9 one process: of those that answer the one that lived longest, sometimes the background worker."""
    living, until = [], time.monotonic() + 30
    while not living:  # the one killed before may still be on its way up
        assert time.monotonic() < until, "what was killed was not started again"
        living = server.worker_processes() if dice.random() < 0.15 else server.web_processes()
    os.kill(living[0], signal.SIGKILL)


def acknowledged_by(phones: list[Phone], more: int, seconds: int = 60) -> None:
    """Wait until the phones have had that many more acknowledgements."""
    goal, until = sum(len(phone.acknowledged) for phone in phones) + more, time.monotonic() + seconds
    while sum(len(phone.acknowledged) for phone in phones) < goal:
        assert time.monotonic() < until, "no phone gets through any more"
        time.sleep(0.02)


def test_thirty_kills_lose_no_acknowledged_submission_and_double_none(victim):
    dice = random.Random(1871)
    phones = [Phone(victim, seed) for seed in range(CLIENTS)]
    for phone in phones:
        phone.start()
    for kill in range(KILLS):
        acknowledged_by(phones, dice.randint(1, 12))
        if kill == KILLS // 2:
            victim.kill()
            victim.start()
        else:
            kill_one(victim, dice)
        assert victim.process.poll() is None, (victim.folder / "served.log").read_text()
    acknowledged_by(phones, CLIENTS)
    for phone in phones:
        phone.stop.set()
    for phone in phones:
        phone.join(40)
    victim.stop()

    acknowledged = {k: v for phone in phones for k, v in phone.acknowledged.items()}
    assert len(acknowledged) > KILLS
    assert set.union(*(phone.answers for phone in phones)) <= {201, 503}
    rows = victim.rows("SELECT instance_id, id FROM intake_delivery WHERE kind = 'submission'")
    assert len({number for number, _ in rows}) == len(rows)  # none doubled
    files = victim.rows("SELECT delivery_id, sha256 FROM intake_attachment")
    assert len(files) == len(set(files)) == len({delivery for delivery, _ in files})
    kept, of = dict(rows), dict(files)
    lost = {number for number, sha256 in acknowledged.items() if of.get(kept.get(number)) != sha256}
    assert not lost
    blobs = victim.vault.blobs
    for sha256 in of.values():
        assert hashlib.sha256(blobs.get(sha256)).hexdigest() == sha256
    if not victim.postgres:
        assert victim.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_full_disk_is_503_with_a_time_to_come_back_and_works_again_when_there_is_room(served):
    """The disk is full where the photo is to go: its folder cannot be made."""
    number = new()
    photo = number.encode()
    place = served.vault.blobs.path(hashlib.sha256(photo).hexdigest())
    place.parent.parent.mkdir(parents=True, exist_ok=True)
    place.parent.write_bytes(b"no folder can be made here")
    body = parts(form(number, "<foto>a.jpg</foto>"), {"a.jpg": photo})
    answer = served.ask("POST", f"{served.key}/submission", body, {"Content-Type": TYPE})
    assert answer.status == 503
    assert int(answer.getheader("Retry-After")) > 0
    assert answer.getheader("X-OpenRosa-Version") == "1.0"
    assert "tetap aman di ponsel" in answer.content.decode()
    assert served.rows(f"SELECT count(*) FROM intake_delivery WHERE instance_id = '{number}'") == [(0,)]
    place.parent.unlink()
    assert served.ask("POST", f"{served.key}/submission", body, {"Content-Type": TYPE}).status == 201
