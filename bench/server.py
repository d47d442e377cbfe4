"""The real server of an installation, `naikkelas serve` in its own processes, and a browser's way into it."""

import contextlib
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from bench.child import ROOT, cpu_seconds, environment

COMMAND = str(Path(sys.executable).parent / "naikkelas")


class NotServing(RuntimeError):
    """The server did not answer, or not as it must."""


def command(*words: str, data: Path, url: str = "") -> None:
    """Run a naikkelas command to its end; its output goes to a log beside the data folder."""
    with _log(data).open("a") as log:
        subprocess.run(
            [COMMAND, *words], cwd=ROOT, env=environment(data, url), stdout=log, stderr=log, check=True
        )


def _log(data: Path) -> Path:
    return data.parent / f"{data.name}.log"


@contextlib.contextmanager
def serving(data: Path, port: int, url: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Serve an installation on a port of the loopback as long as the block runs."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        raise NotServing(f"something else is served on port {port}: it would be measured instead")
    with _log(data).open("a") as log:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment(data, url),
            stdout=log,
            stderr=log,
        )
    try:
        _until_ready(process, port, _log(data))
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def empty_view(port: int) -> Iterator[None]:
    """Serve the view that does nothing (bench/empty_view.py)."""
    process = subprocess.Popen([sys.executable, "-m", "bench.empty_view", str(port)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if get(port, "/")[0] == 201:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@contextlib.contextmanager
def database(data: Path, url: str = "") -> Iterator[Callable[[], int]]:
    """How many submissions still wait to be read and how many visits to be judged, asked of the database itself."""
    sql = (
        "SELECT (SELECT count(*) FROM intake_delivery WHERE kind = 'submission' AND state = 'received')"
        " + (SELECT count(*) FROM monev_visit WHERE judged_at IS NULL)"
    )
    if url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            yield lambda: connection.execute(sql).fetchone()[0]
    else:
        import pysqlite3

        with contextlib.closing(
            pysqlite3.connect(data / "naikkelas.sqlite3", timeout=30, isolation_level=None)
        ) as connection:
            yield lambda: connection.execute(sql).fetchone()[0]


def until_settled(data: Path, url: str = "", pid: int = 0) -> None:
    """Wait until the background work that follows imports is done: it is not what is measured.

    Not all of it stands in the queue: visits are judged and late findings sent up by threads of the worker. So the
    processes of the server (`pid`), which nobody asks anything yet, must have come to rest too.
    """
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        told = subprocess.run(
            [COMMAND, "check", "--json"],
            cwd=ROOT,
            env=environment(data, url),
            capture_output=True,
            check=True,
        )
        if json.loads(told.stdout)["worker"]["tasks_waiting"] == 0 and (not pid or _rests(pid)):
            return
        time.sleep(5)
    raise NotServing("the background work did not come to its end")


def _rests(pid: int) -> bool:
    """Whether the processes of a server spend next to nothing for a while."""
    before = cpu_seconds(pid)
    time.sleep(RESTS_S)
    return cpu_seconds(pid) - before < RESTS_S / 20


RESTS_S = 12
"""Longer than any thread of the worker sleeps between two looks, but for what is daily."""


def _until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 300  # what older versions left is put in order first
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            if get(port, "/masuk/")[0] == 200:
                return
        time.sleep(0.2)
    raise NotServing(log.read_text()[-2_000:])


def get(port: int, path: str, cookie: str = "") -> tuple[int, str, list[str]]:
    """Status, text and cookies of one page."""
    return _ask(port, "GET", path, {"Cookie": cookie})


def _ask(
    port: int, method: str, path: str, headers: dict[str, str], body: str = ""
) -> tuple[int, str, list[str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        cookies = [c.partition(";")[0] for c in answer.headers.get_all("Set-Cookie") or []]
        return answer.status, answer.read().decode(), cookies
    finally:
        connection.close()


def sign_in(port: int, username: str, password: str) -> str:
    """Sign in as a browser does; return the Cookie header of the session."""
    _, text, cookies = get(port, "/masuk/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    if token is None:
        raise NotServing("the sign-in page has no form")
    form = {"csrfmiddlewaretoken": token[1], "username": username, "password": password}
    headers = {"Cookie": "; ".join(cookies), "Content-Type": "application/x-www-form-urlencoded"}
    status, _, cookies = _ask(port, "POST", "/masuk/", headers, urlencode(form))
    if status != 302:
        raise NotServing(f"signing in as {username}: {status}")
    return "; ".join(cookies)


def password_of(data: Path) -> str:
    """The one password of a demonstration's accounts."""
    text = (data / "demo-accounts.txt").read_text()
    return text.splitlines()[1].rpartition(": ")[2]


def copy(demo: Path, here: Path) -> None:
    """A copy of a demonstration that is there already, to leave it as it is."""
    shutil.copytree(demo, here)
