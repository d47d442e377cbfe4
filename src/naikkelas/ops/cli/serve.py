"""naikkelas serve [--port]"""

import os
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naikkelas.kit.heaps import share_heaps
from naikkelas.ops.cli.main import EXIT_REFUSED, django_ready, main

if TYPE_CHECKING:
    from granian import Granian

THREADS = 16
"""A process: most of them wait for the disk, where waiting submissions are committed together."""


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Loopback only, unless you know who can reach the other.",
)
@click.option("--workers", default=None, type=int, help="Web processes (default: one a core, at most four).")
@click.option("--show-demo", is_flag=True, help="Print the demonstration's sign-ins.")
def serve(port: int, host: str, workers: int | None, show_demo: bool) -> None:
    """Serve pages and phones, with the background worker. Applies migrations first."""
    _port_free(host, port)
    share_heaps()  # the web processes are copies of this one
    django_ready()
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    from naikkelas.kit import clock
    from naikkelas.ops.alone import alone
    from naikkelas.ops.ready import installation_ready

    count = workers or min(os.cpu_count() or 1, 4)
    server = Granian(
        "naikkelas.conf.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=count,
        blocking_threads=THREADS,
        backpressure=512,
        log_access=False,
        log_level="error",
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    with alone(settings.NAIKKELAS_DATA):
        installation_ready(clock.now())
        settings.LINES.unlink(missing_ok=True)  # of processes that are gone
        _run(server, f"http://{host}:{port}/", settings.NAIKKELAS_DATA if show_demo else None)


def _run(server: "Granian", address: str, demo: Path | None) -> None:
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop,), name="worker-keeper")
    keeper.start()
    click.echo(f"naikkelas: {address}  (Ctrl+C stops)")
    if demo:
        _show_demo(demo)
    try:
        server.serve()
    finally:
        stop.set()
        keeper.join()


def _port_free(host: str, port: int) -> None:
    """The server shares its port among its processes, so a second one would quietly share it too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            click.echo(
                f"Port {port} cannot be used ({error.strerror}). Something else is served there: stop it, "
                "or take another port (make run PORT=8001; naikkelas serve --port 8001).",
                err=True,
            )
            sys.exit(EXIT_REFUSED)


def _keep_worker(stop: threading.Event) -> None:
    """Run the worker in its own process, and start it again should it fail."""
    while not stop.is_set():
        process = subprocess.Popen([sys.executable, "-m", "naikkelas.ops.worker"])
        while process.poll() is None and not stop.is_set():
            stop.wait(0.5)
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
        elif not stop.is_set():
            click.echo("worker stopped by itself; starting it again", err=True)
            stop.wait(2)


def _show_demo(folder: Path) -> None:
    from naikkelas.ops.demo.people import FILE

    path = folder / FILE
    if path.exists():
        click.echo("\n" + path.read_text(encoding="utf-8"))
