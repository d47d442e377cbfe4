"""naikkelas demo [--small], naikkelas demo --play YEAR"""

import os
import random
import sys
import time
from pathlib import Path

import click

from naikkelas.ops.cli.main import EXIT_REFUSED, django_ready, main

PLAYED = "naikkelas-simulasi"
EXIT_UNEQUAL = 1
UNFINISHED = "demonstration.unfinished"
"""Stands in the data folder while the demonstration is made: what was broken off is made anew the next time."""


@main.command()
@click.option("--small", is_flag=True, help="A few hundred records instead of the whole province.")
@click.option(
    "--fresh", is_flag=True, help="Empty the database first. Only for a database that holds a demonstration."
)
@click.option("--if-empty", is_flag=True, help="Do nothing where there is data already.")
@click.option(
    "--play",
    "year",
    type=click.IntRange(2019, 2019),
    metavar="YEAR",
    help="Play a whole monev cycle about the programmes of YEAR (2019) through the real doors, and count again at its end. "
    "Made in ./naikkelas-simulasi unless --data is given.",
)
@click.option(
    "--seed", default=2019, show_default=True, help="Of a play: the same seed plays the same cycle."
)
@click.option(
    "--areas",
    default=15,
    show_default=True,
    type=click.IntRange(1, 15),
    help="Of a play: so many areas work.",
)
def demo(small: bool, fresh: bool, if_empty: bool, year: int | None, seed: int, areas: int) -> None:
    """Make the Lampung demonstration: real where facts are public, synthetic and so labelled elsewhere."""
    if year:
        os.environ.setdefault("NAIKKELAS_DATA", PLAYED)
    django_ready()
    from django.conf import settings
    from django.core.management import call_command

    from naikkelas.accounts import queries as accounts
    from naikkelas.ops.alone import alone
    from naikkelas.ops.demo.build import build
    from naikkelas.ops.tables import renew_statistics

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
        if year:
            ends = _play(settings.NAIKKELAS_DATA, year, seed, areas, bar)
        else:
            build(settings.NAIKKELAS_DATA, small=small, tell=bar.tell)
        renew_statistics()
        unfinished.unlink()
    bar.end()
    if year:
        seconds, folder = time.monotonic() - begun, settings.NAIKKELAS_DATA
        click.echo(f"Played in {seconds:.0f} s. Look at it: naikkelas --data {folder} serve --show-demo")
        sys.exit(0 if ends else EXIT_UNEQUAL)
    click.echo(
        f"The Lampung demonstration is ready ({time.monotonic() - begun:.0f} s). Serve it with: naikkelas serve --show-demo"
    )


def _play(folder: Path, year: int, seed: int, areas: int, bar: "_Bar") -> bool:
    """Play the cycle, tell what was done and what was counted. Whether all counts are equal."""
    from naikkelas.kit import clock
    from naikkelas.ops.demo.build import stage
    from naikkelas.ops.play import doors, story

    everyone = stage(folder, tell=bar.tell)
    with doors.serving() as port:
        dice = random.Random(seed)  # noqa: S311 - a story, not a secret
        each = (20, 17) if areas == 15 else (5, 3)
        play = story.Play(port, everyone, year, dice, areas, bar.tell, each)
        lines = story.play(play)
    clock.keep(folder)
    bar.end()
    for what, count in sorted(play.book.done.items()):
        click.echo(f"  {what:28s} {count:6d}")
    click.echo(f"{'':2s}{'where':24s} {'count':48s} {'shown':>22s} {'counted':>22s}")
    for line in lines:
        mark = "=" if line.equal else "≠"
        click.echo(
            f"{mark} {line.where:24s} {line.what:48.48s} {line.shown!s:>22.60s} {line.counted!s:>22.60s}"
        )
    unequal = sum(not line.equal for line in lines)
    click.echo(f"{len(lines)} counts, {unequal} unequal; seed {seed}; {play.requests()} requests at desks.")
    return not unequal


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
