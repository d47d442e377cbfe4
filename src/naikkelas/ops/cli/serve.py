"""naikkelas serve [--port]"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import click

from naikkelas.ops.cli.main import django_ready, main


@main.command()
@click.option("--port", default=8000, show_default=True)
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
    django_ready()
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    from naikkelas.kit import clock
    from naikkelas.ops.ready import installation_ready

    installation_ready(clock.now())
    count = workers or min(os.cpu_count() or 1, 4)
    server = Granian(
        "naikkelas.conf.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=count,
        blocking_threads=max(8, 24 // count),
        backpressure=512,
        log_access=False,
        log_level="warning",
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop,), name="worker-keeper")
    keeper.start()
    click.echo(f"naikkelas: http://{host}:{port}/  (Ctrl+C stops)")
    if show_demo:
        _show_demo(settings.NAIKKELAS_DATA)
    try:
        server.serve()
    finally:
        stop.set()
        keeper.join()


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
