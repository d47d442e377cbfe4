"""A real `naikkelas serve`: own process, own data folder, own port, and on PostgreSQL a database of its own."""

import contextlib
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from naikkelas.vault import Vault
from tests.ports import free_port, is_free

DATABASE = "naikkelas_served"
_number = itertools.count(1)


class Served:
    """Start, kill and ask a server; look into its data folder afterwards."""

    def __init__(self, folder: Path, *, workers: int = 2) -> None:
        self.folder, self.workers = folder, workers
        self.port = free_port()
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith(("NAIKKELAS_", "PYTHONWARN"))}
        self.environ["NAIKKELAS_DATA"] = str(folder)
        self.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        url = os.environ.get("DATABASE_URL", "")
        self.postgres = _own_database(url) if url else ""
        if url:
            self.environ["DATABASE_URL"] = self.postgres
        self.process: subprocess.Popen[bytes] | None = None
        self.key = ""

    def run(self, *arguments: str) -> str:
        """Run a command of naikkelas on the same data folder."""
        command = [sys.executable, "-c", "from naikkelas.ops.cli import main; main()", *arguments]
        return subprocess.run(
            command, env=self.environ, check=True, capture_output=True, text=True, timeout=120
        ).stdout

    def start(self) -> None:
        command = [sys.executable, "-c", "from naikkelas.ops.cli import main; main()", "serve"]
        with (self.folder / "served.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), "--workers", str(self.workers)],
                env=self.environ, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + 90
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "served.log").read_text()
            assert time.monotonic() < until, "the server did not come up"
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            return self.ask("HEAD", "/submission").status == 401
        except OSError:
            return False

    def add_enumerator(self, name: str = "petugas") -> None:
        """An account and its phone; the path of its server is `key`."""
        told = self.run("user", "add", name, "--role", "enumerator", "--area", "18.01", "--phone")
        self.key = re.search(r"/k/[a-z2-7]{52}", told)[0]

    def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None):
        """One request; the answer is read to its end."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.content = answer.read()
            return answer
        except (ConnectionError, TimeoutError) as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    def raw(self, sent: bytes, *, then_close: bool = False) -> bytes:
        """What comes back for exactly these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as wire:
            wire.sendall(sent)
            if then_close:
                wire.shutdown(socket.SHUT_WR)
            got = b""
            with contextlib.suppress(ConnectionError):
                while piece := wire.recv(65_536):
                    got += piece
            return got

    def web_processes(self) -> list[int]:
        """The processes that answer requests, oldest first."""
        return [pid for pid, command in self._children() if b"\0serve\0" in command]

    def worker_processes(self) -> list[int]:
        return [pid for pid, command in self._children() if b"naikkelas.ops.worker" in command]

    def _children(self) -> list[tuple[int, bytes]]:
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.process.pid:
                    command = (stat.parent / "cmdline").read_bytes()
                    found.append((int(fields[19]), int(stat.parent.name), command))
        return [(pid, command) for _began, pid, command in sorted(found)]

    def kill(self) -> None:
        """kill -9 of everything at once, as when the power fails for the programs but not the disk."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        until = time.monotonic() + 30
        while not is_free(self.port):  # a killed process lives on until the disk has answered it
            assert time.monotonic() < until, "what was killed still listens"
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.kill()

    def rows(self, query: str) -> list[tuple]:
        """Ask the server's database."""
        if self.postgres:
            import psycopg

            with psycopg.connect(self.postgres) as connection:
                return connection.execute(query).fetchall()
        import pysqlite3

        with contextlib.closing(
            pysqlite3.connect(self.folder / "naikkelas.sqlite3", timeout=30)
        ) as connection:
            return connection.execute(query).fetchall()

    @property
    def vault(self) -> Vault:
        return Vault(self.folder)


def _own_database(url: str) -> str:
    import psycopg

    name = f"{DATABASE}_{os.getpid()}_{next(_number)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(url)._replace(path=f"/{name}").geturl()
