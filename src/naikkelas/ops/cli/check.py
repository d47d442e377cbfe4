"""naikkelas check [--json]"""

import json
import sys

import click

from naikkelas.ops.cli.main import EXIT_UNHEALTHY, django_ready, main


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def check(as_json: bool) -> None:
    """Database, worker, storage, rule sets, versions and counts. Exit code 3 when something is wrong."""
    django_ready(migrate=False)
    from naikkelas.ops.health import health

    found = health()
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for name, part in found.items():
            if isinstance(part, dict):
                click.echo(
                    f"{name}: "
                    + ", ".join(f"{k} {v}" for k, v in part.items() if not isinstance(v, dict | list))
                )
    if not found["ok"]:
        for fault in found["faults"]:
            click.echo(f"FAULT: {fault}", err=True)
        sys.exit(EXIT_UNHEALTHY)
