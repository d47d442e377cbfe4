"""naikkelas backup FILE; naikkelas restore FILE"""

import sys
from pathlib import Path

import click

from naikkelas.ops.cli.main import EXIT_REFUSED, django_ready, main
from naikkelas.ops.cli.privacy import reapply_erasures


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Encrypt with the first line of this file.",
)
def backup(file: Path, passphrase_file: Path | None) -> None:
    """Write database, files and keys of one moment into FILE. Works while the server runs."""
    django_ready(migrate=False)
    from naikkelas.ops import backups

    manifest = backups.write(file, _passphrase(passphrase_file))
    click.echo(
        f"{file}: {manifest['rows']} rows, {len(manifest['files'])} files, {file.stat().st_size // 1024} kB"
    )
    if passphrase_file is None:
        click.echo(
            "This backup holds the keys and is not encrypted: keep it where nobody else can read it.",
            err=True,
        )


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Restore over data that is there; a safety copy of it is kept.")
@click.option(
    "--erasures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The erasures.jsonl of the lost installation, where the data folder does not hold it: erased again after restoring.",
)
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Decrypt with the first line of this file.",
)
def restore(file: Path, replace: bool, erasures: Path | None, passphrase_file: Path | None) -> None:
    """Restore FILE into the data folder. Everything is checked before anything is overwritten. Stop the server first.

    Persons who were erased after the backup was made are erased again.
    """
    from naikkelas.ops import backups

    try:
        manifest = backups.read(file, _passphrase(passphrase_file), replace=replace, erasures=erasures)
    except backups.BadBackup as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_REFUSED)
    click.echo(f"Restored: {manifest['rows']} rows, {len(manifest['files'])} files, of {manifest['made_at']}")
    if manifest["to_erase"]:
        reapply_erasures()


def _passphrase(path: Path | None) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].strip() if path else ""
