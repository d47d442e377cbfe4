"""naikkelas places import-boundaries FILE.geojson; naikkelas places load PROVINCE"""

from pathlib import Path

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def places() -> None:
    """Regions and their boundaries."""


@places.command("import-boundaries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", default="", help="Where the outlines come from (shown with the maps; default: the file name)."
)
def import_boundaries(file: Path, source: str) -> None:
    """Bring in outlines from GeoJSON, matched by region code; the maps then use them."""
    django_ready()
    from naikkelas.kit import clock
    from naikkelas.kit.strict_json import loads
    from naikkelas.ops.ready import regions_loaded
    from naikkelas.places import actions
    from naikkelas.trail.actions import SYSTEM

    regions_loaded(clock.now())
    counts = actions.import_boundaries(
        collection=loads(file.read_bytes()), source=source or file.name, by=SYSTEM, at=clock.now()
    )
    click.echo(
        f"{counts['stored']} outlines stored, {counts['unknown']} features with an unknown code passed over"
    )


@places.command()
@click.argument("province")
def load(province: str) -> None:
    """Load (or renew) the regions of a province down to its villages, by its Kemendagri code."""
    django_ready()
    from naikkelas.kit import clock
    from naikkelas.places import actions
    from naikkelas.reference.regions import provinces
    from naikkelas.trail.actions import SYSTEM

    if province not in provinces():
        raise click.BadParameter(f"no such province; known: {', '.join(provinces())}")
    count = actions.sync_regions(province=province, by=SYSTEM, at=clock.now())
    click.echo(f"{provinces()[province]}: {count} regions stand now")
