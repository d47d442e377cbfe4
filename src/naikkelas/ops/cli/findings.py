"""naikkelas findings watch"""

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def findings() -> None:
    """Findings and their follow-up."""


@findings.command()
def watch() -> None:
    """Open what figures show, propose to close what is mended, and send late answers up. The worker of `naikkelas serve` does it
    once a day by itself; again, nothing is opened twice."""
    django_ready()
    from django.conf import settings

    from naikkelas.kit import clock
    from naikkelas.monev import actions
    from naikkelas.trail.actions import SYSTEM

    done = actions.watch_findings(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=clock.now())
    for what in ("opened", "mended", "relapsed", "escalated"):
        click.echo(f"{what}: {done[what]}")
