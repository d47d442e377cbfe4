"""naikkelas user add NAME --role ROLE --area CODE [--phone]"""

import secrets

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def user() -> None:
    """People and their phones."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    required=True,
    help="ministry, province, regency, enumerator, evaluator, auditor or administrator.",
)
@click.option(
    "--area", required=True, help="Kemendagri code of the area of duty, for example 18.01 (0 is the nation)."
)
@click.option("--full-name", default="", help="As it is shown (default: NAME).")
@click.option(
    "--phone",
    is_flag=True,
    help="Also make a phone key and print its OpenRosa address (what the QR code holds).",
)
@click.option("--url", default="http://127.0.0.1:8000", help="Address under which phones reach this server.")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input; else one is made and printed.",
)
def add(name: str, role: str, area: str, full_name: str, phone: bool, url: str, password_stdin: bool) -> None:
    """Make an account."""
    django_ready()
    from django.conf import settings

    from naikkelas.accounts import actions
    from naikkelas.kit import clock
    from naikkelas.ops.ready import regions_loaded
    from naikkelas.trail.actions import SYSTEM

    at = clock.now()
    regions_loaded(at)
    password = (
        click.get_text_stream("stdin").readline().strip() if password_stdin else secrets.token_urlsafe(12)
    )
    person = actions.add(
        username=name, name=full_name or name, role=role, area=area, password=password, by=SYSTEM, at=at
    )
    click.echo(f"{person.username}: {role}, {area}")
    if not password_stdin:
        click.echo(f"password: {password}")
    if phone:
        _row, token = actions.issue_token(user=person, kind="phone", by=SYSTEM, at=at)
        click.echo(f"openrosa: {(settings.NAIKKELAS_URL or url).rstrip('/')}/k/{token}")
