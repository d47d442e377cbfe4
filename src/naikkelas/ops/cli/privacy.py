"""naikkelas privacy retain [--dry-run]; privacy reapply"""

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def privacy() -> None:
    """Personal data: how long they are kept."""


@privacy.command()
@click.option("--dry-run", is_flag=True, help="Only count what is due; nothing is removed.")
def retain(dry_run: bool) -> None:
    """Remove what has been kept long enough. To be run every night; figures, money and trail stay."""
    django_ready()
    from django.conf import settings

    from naikkelas.kit import clock
    from naikkelas.privacy import actions
    from naikkelas.trail.actions import SYSTEM

    run = actions.retain(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=clock.now(), dry_run=dry_run)
    told = "due" if dry_run else "removed"
    for kind, count in run.counts.items():
        click.echo(f"{kind}: {count} {told}")
    if not dry_run:
        click.echo(f"files removed: {run.files}")


@privacy.command()
def reapply() -> None:
    """Erase again what a restored backup brought back. A restore does it itself; this goes on where it was interrupted."""
    reapply_erasures()


def reapply_erasures() -> None:
    django_ready()
    from django.conf import settings

    from naikkelas.kit import clock
    from naikkelas.privacy import actions
    from naikkelas.trail.actions import SYSTEM

    count = actions.reapply(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=clock.now())
    click.echo(f"erasures carried out again: {count}")
