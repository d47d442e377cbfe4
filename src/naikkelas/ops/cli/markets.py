"""naikkelas markets idle"""

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def markets() -> None:
    """Markets that programmes rebuilt."""


@markets.command()
def idle() -> None:
    """Open findings for markets that were built and lie idle. To be run every night; each is opened once."""
    django_ready()
    from django.conf import settings

    from naikkelas.kit import clock
    from naikkelas.monev import actions
    from naikkelas.trail.actions import SYSTEM

    count = actions.open_idle_markets(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=clock.now())
    click.echo(f"findings opened: {count}")
