"""naikkelas trail verify [--heads FILE] [--key HEX]; trail head; trail key"""

import json
import sys
from pathlib import Path

import click

from naikkelas.ops.cli.main import EXIT_UNHEALTHY, django_ready, lang, main


@main.group()
def trail() -> None:
    """Who did what to which record: whether it stands as it was written."""


@trail.command()
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of signed heads, best one that was kept on another machine (default: trail-heads.jsonl of the data folder).",
)
@click.option(
    "--key", default="", help="Public key that the heads were signed with (default: this installation's)."
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def verify(heads: Path | None, key: str, as_json: bool) -> None:
    """Walk the whole trail and name the first bad row. Exit code 0: it stands; 3: it does not. Nothing is changed."""
    django_ready(migrate=False)
    from django.conf import settings

    from naikkelas.trail import sealing, verifying

    file = heads or settings.NAIKKELAS_DATA / sealing.HEADS
    found = verifying.verify(heads=sealing.heads_in(file), key=key)
    faults = [{"code": fault.kind.code, **fault.params, "text": fault.text(lang())} for fault in found.faults]
    if as_json:
        told = {
            "ok": found.ok,
            "links": found.links,
            "heads": found.heads,
            "waiting": found.waiting,
            "forgotten": found.forgotten,
        }
        click.echo(json.dumps(told | {"faults": faults}, indent=2, ensure_ascii=False))
    else:
        click.echo(f"links: {found.links}, heads: {found.heads} ({file}), details erased: {found.forgotten}")
        if found.waiting:
            click.echo(
                f"not linked yet: {found.waiting}, the oldest of {found.waiting_since:%Y-%m-%d %H:%M %Z} (the worker links)"
            )
        for fault in faults:
            click.echo(f"FAULT: {fault['text']}", err=True)
        if found.ok:
            click.echo("OK")
    if not found.ok:
        sys.exit(EXIT_UNHEALTHY)


@trail.command()
def head() -> None:
    """Link what waits, sign the head, write it down and print it. `naikkelas serve` does this every hour."""
    django_ready()
    from naikkelas.kit import clock
    from naikkelas.trail import sealing

    sealing.link_waiting(whole=True)
    click.echo(json.dumps(sealing.export_head(clock.now())))


@trail.command()
def key() -> None:
    """Print the public key of the heads: to be noted outside this machine, with its date."""
    django_ready(migrate=False)
    from naikkelas import vault

    click.echo(vault.current().signer.public)
