"""A disk that is full, or fails, while phones send: nothing is acknowledged that is not there, and when the disk works again
the same server takes everything, without being started anew."""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.doors.openrosa.served import Served
from tests.doors.openrosa.test_survives import Phone, acknowledged_by
from tests.doors.openrosa.test_wire import TYPE, form, new, parts

pytestmark = [pytest.mark.slow]
HERE = Path(__file__).parent / "power"


@pytest.fixture
def failing(tmp_path: Path):
    """A server whose disk fails as long as `fault` is there."""
    library, data = tmp_path / "faults.so", tmp_path / "data"
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, HERE / "faults.c", "-ldl"], check=True)
    data.mkdir()
    server = Served(data)
    fault = tmp_path / "fault"
    server.environ |= {"LD_PRELOAD": str(library), "POWER_ROOT": str(data), "POWER_FAULT": str(fault)}
    server.start()
    server.add_enumerator()
    yield server, fault
    fault.unlink(missing_ok=True)
    server.stop()


def _whole(server: Served, phones: list[Phone]) -> None:
    """All that was acknowledged is there once, with its photo."""
    acknowledged = {number: sha for phone in phones for number, sha in phone.acknowledged.items()}
    rows = server.rows(
        "SELECT d.instance_id, a.sha256 FROM intake_delivery d JOIN intake_attachment a ON a.delivery_id = d.id"
    )
    assert len(dict(rows)) == len(rows)
    assert {number: dict(rows).get(number) for number in acknowledged} == acknowledged
    for sha256 in acknowledged.values():
        assert hashlib.sha256(server.vault.blobs.get(sha256)).hexdigest() == sha256
    if not server.postgres:
        assert server.rows("PRAGMA integrity_check") == [("ok",)]


if shutil.which("cc") and sys.platform == "linux":

    def test_du_07_du_08_a_disk_that_fails_is_503_and_nothing_is_lost_when_it_works_again(failing):
        server, fault = failing
        phones = [Phone(server, seed) for seed in range(4)]
        for phone in phones:
            phone.start()
        for what in ("EIO", "NOSPC", "EIO"):
            acknowledged_by(phones, 8)
            fault.write_text(what)
            body = parts(form(new(), "<foto>a.jpg</foto>"), {"a.jpg": os.urandom(9_000)})
            answer = server.ask("POST", f"{server.key}/submission", body, {"Content-Type": TYPE})
            assert answer.status == 503
            assert int(answer.getheader("Retry-After")) > 0
            fault.unlink()
        acknowledged_by(phones, 12)
        for phone in phones:
            phone.stop.set()
        for phone in phones:
            phone.join(40)
        assert set.union(*(phone.answers for phone in phones)) <= {201, 503}
        _whole(server, phones)


def test_sixty_four_at_once_and_an_answer_lost_each_time_leave_one_row(served):
    """The phone never hears the first answer: it hangs up once all is sent, and 64 of its like send the same at once."""
    number, photo = new(), os.urandom(20_000)
    body = parts(form(number, "<foto>a.jpg</foto>"), {"a.jpg": photo})
    told = f"Host: 127.0.0.1\r\nContent-Type: {TYPE}\r\nContent-Length: {len(body)}"
    head = f"POST {served.key}/submission HTTP/1.1\r\n{told}\r\n\r\n"
    answers: list[int] = []

    def send() -> None:
        served.raw(head.encode() + body[: len(body) // 2], then_close=True)  # torn
        served.raw(head.encode() + body, then_close=True)  # whole, and the answer is lost
        try:
            answers.append(
                served.ask("POST", f"{served.key}/submission", body, {"Content-Type": TYPE}).status
            )
        except (OSError, HTTPException):
            answers.append(0)

    threads = [threading.Thread(target=send) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [201] * 64
    rows = served.rows(f"SELECT id FROM intake_delivery WHERE instance_id = '{number}'")
    assert len(rows) == 1
    files = served.rows(f"SELECT sha256 FROM intake_attachment WHERE delivery_id = {rows[0][0]}")
    assert files == [(hashlib.sha256(photo).hexdigest(),)]
