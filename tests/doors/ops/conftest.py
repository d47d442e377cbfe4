"""The command line as people run it: its own process, its own data folder, on PostgreSQL its own database."""

import contextlib
import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.factories.demonstration import NAIKKELAS, copied, database, environment


@dataclass
class Place:
    """A data folder, and on PostgreSQL a database, with the command line that works on them."""

    folder: Path
    database_url: str

    @property
    def env(self) -> dict[str, str]:
        return environment(self.database_url) | {"LANG": "en_US.UTF-8", "PYTHONUNBUFFERED": "1"}

    def run(
        self, *args: str, expect: int = 0, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [NAIKKELAS, "--data", str(self.folder), *args], env=self.env | env, input=stdin, capture_output=True, text=True,
            timeout=300,
        )  # fmt: skip
        assert done.returncode == expect, f"{args}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def counts(self) -> dict[str, int]:
        return json.loads(self.run("check", "--json").stdout)["counts"]

    @contextlib.contextmanager
    def served(self, port: int) -> Iterator[str]:
        """Serve the folder for a while; gives the address."""
        process = subprocess.Popen(
            [NAIKKELAS, "--data", str(self.folder), "serve", "--port", str(port), "--workers", "1"], env=self.env,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            deadline = time.monotonic() + 120
            while status(f"{address}/masuk/") != 200:
                assert process.poll() is None, process.stdout.read()
                assert time.monotonic() < deadline, "the server did not come up"
                time.sleep(0.2)  # nothing tells us from outside when a server is up but asking it
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)
            process.stdout.close()


def status(url: str) -> int:
    """The HTTP status of an address, or 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Place:
    """The small demonstration, copied once a session. Tests that share it leave its counts as they were."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    return Place(folder, copied(folder, tmp_path_factory))


@pytest.fixture
def empty(tmp_path) -> Place:
    """A folder (and database) that nothing was ever put into."""
    return Place(tmp_path / "data", database())
