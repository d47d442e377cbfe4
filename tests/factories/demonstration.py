"""The small demonstration: made once in a whole run of the tests, whoever wants one gets a copy."""

import fcntl
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

NAIKKELAS = Path(sys.executable).with_name("naikkelas")


def environment(database_url: str = "") -> dict[str, str]:
    """What a program of its own is started with: nothing of the tests' settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NAIKKELAS_") and k != "DATABASE_URL"}
    return kept | ({"DATABASE_URL": database_url} if database_url else {})


def database(template: str = "") -> str:
    """The address of a new database beside the one the tests run on, empty or like `template`; "" on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ""
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = f"cli_{uuid.uuid4().hex[:12]}"
    like = SQL(" TEMPLATE {}").format(Identifier(urlsplit(template).path[1:])) if template else SQL("")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {}{}").format(Identifier(name), like))
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def copied(folder: Path, base: pytest.TempPathFactory) -> str:
    """Copy the demonstration to a folder that isn't there yet; the address of its database, "" on SQLite.

    Processes of one run share the folder above their own, and make the demonstration under a lock.
    """
    root = base.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    original, address = root / "demonstration", root / "demonstration.database"
    with (root / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            shutil.rmtree(original, ignore_errors=True)
            url = database()
            command = [NAIKKELAS, "--data", original, "demo", "--small"]
            subprocess.run(command, check=True, env=environment(url), stdout=subprocess.DEVNULL)
            address.write_text(url)
        shutil.copytree(original, folder)
        return database(template=address.read_text())
