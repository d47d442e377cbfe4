"""naikkelas demo [--small]"""

import sys
import time

import click

from naikkelas.ops.cli.main import EXIT_REFUSED, django_ready, main

UNFINISHED = "demonstration.unfinished"
"""Stands in the data folder while the demonstration is made: what was broken off is made anew the next time."""


@main.command()
@click.option("--small", is_flag=True, help="A few hundred records instead of the whole province.")
@click.option(
    "--fresh", is_flag=True, help="Empty the database first. Only for a database that holds a demonstration."
)
@click.option("--if-empty", is_flag=True, help="Do nothing where there is data already.")
def demo(small: bool, fresh: bool, if_empty: bool) -> None:
    """Make the Lampung demonstration: real where facts are public, synthetic and so labelled elsewhere."""
    django_ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from naikkelas.accounts import queries as accounts
    from naikkelas.engine import statistics
    from naikkelas.ops.alone import alone
    from naikkelas.ops.demo.build import build

    unfinished = settings.NAIKKELAS_DATA / UNFINISHED
    fresh = fresh or unfinished.exists()
    if accounts.anybody():
        if if_empty and not fresh:
            return
        if not fresh or not accounts.any_demonstration():
            click.echo(
                "This database holds accounts already, so the demonstration is not made over it. Use another folder "
                "(naikkelas --data FOLDER demo), or --fresh if it is a demonstration.",
                err=True,
            )
            sys.exit(EXIT_REFUSED)
    begun = time.monotonic()
    bar = _Bar()
    with alone(settings.NAIKKELAS_DATA):
        if fresh:
            call_command("flush", verbosity=0, interactive=False)
        unfinished.touch()
        build(settings.NAIKKELAS_DATA, small=small, tell=bar.tell)
        with connection.cursor() as cursor:
            statistics.renew(cursor, connection.vendor)
        unfinished.unlink()
    bar.end()
    click.echo(
        f"The Lampung demonstration is ready ({time.monotonic() - begun:.0f} s). Serve it with: naikkelas serve --show-demo"
    )


class _Bar:
    """A progress bar a step, on one line each; plain lines where the output is no terminal."""

    def __init__(self) -> None:
        self._step = ""
        self._terminal = sys.stdout.isatty()

    def tell(self, step: str, done: int, total: int) -> None:
        if step != self._step:
            self.end()
            self._step = step
            if not self._terminal:
                click.echo(f"{step} …")
        if self._terminal:
            filled = 30 * done // total if total else 0
            click.echo(
                f"\r{step:22s} [{'#' * filled}{' ' * (30 - filled)}] {done:,}/{total:,} ".replace(",", "."),
                nl=False,
            )

    def end(self) -> None:
        if self._step and self._terminal:
            click.echo()
