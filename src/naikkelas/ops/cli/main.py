"""The command line. Settings are read only when a command runs, after --data has been heard."""

import os
import sys
from pathlib import Path

import click

from naikkelas import __version__

EXIT_REFUSED, EXIT_UNHEALTHY, EXIT_ENVIRONMENT = 1, 3, 78
"""1: refused with a reason; 2: bad usage (click's own); 3: check found a fault; 78: environment (sysexits)."""


class Ready(click.Group):
    """A group that turns refusals and bad environments into one plain line and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        from naikkelas.kit.problems import Refused

        try:
            return super().invoke(ctx)
        except Refused as refusal:
            click.echo(refusal.text(lang()), err=True)
            sys.exit(EXIT_REFUSED)
        except Exception as error:
            # named, not imported: Django is loaded only after the settings are known to be good
            if type(error).__name__ in ("BadEnvironment", "InsecureKeys", "ImproperlyConfigured"):
                click.echo(str(error), err=True)
                sys.exit(EXIT_ENVIRONMENT)
            if type(error).__name__ == "OperationalError":
                click.echo(
                    f"The database cannot be used: {error}\nCheck DATABASE_URL, and that it runs.", err=True
                )
                sys.exit(EXIT_ENVIRONMENT)
            raise


def lang() -> str:
    """The language of who reads the terminal."""
    return "en" if os.environ.get("LANG", "").startswith("en") else "id"


@click.group(cls=Ready, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="naikkelas")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that holds database, files and keys (or NAIKKELAS_DATA; default ./naikkelas-data).",
)
def main(data: Path | None) -> None:
    """Monitoring and evaluation of programmes for cooperatives and MSMEs, from registry to report."""
    if data is not None:
        os.environ["NAIKKELAS_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")


def django_ready(*, migrate: bool = True) -> None:
    """Load the settings and, unless told otherwise, bring the database up to date."""
    import django
    from django.core.management import call_command

    django.setup()
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)
