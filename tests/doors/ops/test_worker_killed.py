"""The worker is killed (SIGKILL) while a receiver has an event and has not answered: none is lost, and none passes another."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
EVENTS, KILLED_AT = 30, (4, 13, 22)
SUBSCRIBE = """
import django; django.setup()
import sys
from naikkelas.accounts import queries
from naikkelas.kit import clock
from naikkelas.notices import actions
from naikkelas.trail import sealing
from naikkelas.trail.actions import SYSTEM, note
sealing.link_waiting(whole=True)
actions.subscribe(name="Satu Data", url=sys.argv[1], families=["findings"], by=queries.user_named("admin1"), at=clock.now())
for n in range(int(sys.argv[2])):
    note(by=SYSTEM, at=clock.now(), action="finding.opened", on=("finding", n + 1), area="18.01")
"""


class Receiver(HTTPServer):
    """Takes every event; at some of them it kills the worker that sent it before answering."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken, self.kills, self.whole, self.worker = [], 0, threading.Event(), None
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def take(self, body):
        self.taken.append(json.loads(body))
        count = len({each["id"] for each in self.taken})
        if self.kills < len(KILLED_AT) and count == KILLED_AT[self.kills]:
            self.kills += 1
            os.kill(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
        elif count == EVENTS:
            self.whole.set()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.take(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


def test_a_killed_worker_loses_nothing_and_keeps_the_order(empty):
    empty.run("user", "add", "admin1", "--role", "administrator", "--area", "18")
    receiver = Receiver()
    env = empty.env | {
        "NAIKKELAS_DATA": str(empty.folder), "NAIKKELAS_WEBHOOK_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "naikkelas.conf.settings",
    }  # fmt: skip
    url = f"http://127.0.0.1:{receiver.server_port}/kait"
    subprocess.run([sys.executable, "-c", SUBSCRIBE, url, str(EVENTS)], env=env, check=True)
    deadline = time.monotonic() + 150
    while not receiver.whole.is_set():
        receiver.worker = subprocess.Popen([sys.executable, "-m", "naikkelas.ops.worker"], env=env)
        while receiver.worker.poll() is None and not receiver.whole.wait(0.2):
            assert time.monotonic() < deadline, f"{len(receiver.taken)} events came"
    receiver.worker.terminate()
    receiver.worker.wait(timeout=60)
    receiver.shutdown()
    receiver.server_close()
    assert receiver.kills == len(KILLED_AT)
    ids = [each["id"] for each in receiver.taken]
    assert len(set(ids)) == EVENTS
    assert (
        len(ids) == EVENTS + receiver.kills
    )  # what was killed over came once more, under the id that it had
    assert [each["number"] for each in receiver.taken] == sorted(each["number"] for each in receiver.taken)


@pytest.mark.parametrize("killed", ["the worker", "the one beside it"])
def test_the_two_processes_of_the_worker_end_together(empty, killed):
    """Where one of them stayed, visits would not be judged, or be judged by two."""
    env = empty.env | {"NAIKKELAS_DATA": str(empty.folder)}
    worker = subprocess.Popen([sys.executable, "-m", "naikkelas.ops.worker"], env=env)
    (beside,) = _soon(lambda: _children_of(worker.pid))
    os.kill(worker.pid if killed == "the worker" else beside, signal.SIGKILL)
    assert worker.wait(timeout=30) == (-signal.SIGKILL if killed == "the worker" else 1)
    assert _soon(lambda: not Path(f"/proc/{beside}").exists())


def _soon[T](look: Callable[[], T]) -> T:
    deadline = time.monotonic() + 30
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def _children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
