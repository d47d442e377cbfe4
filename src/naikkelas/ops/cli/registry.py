"""naikkelas registry import FILE [--layout ID | --mapping NAME] [--apply] [--all-or-nothing]; registry link [--export FILE]"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naikkelas.ops.cli.main import EXIT_REFUSED, django_ready, lang, main

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from naikkelas.accounts.models import User
    from naikkelas.registry.models import LinkCandidate


@main.group()
def registry() -> None:
    """The registry of cooperatives and enterprises."""


@registry.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--layout", default="", help="Layout id; left out, the headings tell.")
@click.option("--mapping", default="", help="Name of a saved mapping; left out, the headings tell.")
@click.option(
    "--apply", "--yes", "apply_", is_flag=True, help="Apply the good rows at once; without it, only look."
)
@click.option(
    "--all-or-nothing",
    "whole",
    is_flag=True,
    help="Apply only where no row has an error, in one transaction.",
)
@click.option(
    "--user",
    "username",
    default="",
    help="In whose name (default: the province's officer; where there is none yet, an account of the command line's own).",
)
@click.option(
    "--bad", type=click.Path(dir_okay=False, path_type=Path), help="Write problems by row to this text file."
)
def import_(
    file: Path, layout: str, mapping: str, apply_: bool, whole: bool, username: str, bad: Path | None
) -> None:
    """Look at a spreadsheet of the registry, and apply it with --apply."""
    django_ready()
    from django.conf import settings

    from naikkelas.accounts import queries as accounts
    from naikkelas.intake import actions, queries
    from naikkelas.kit import clock
    from naikkelas.monev.tasks import look_for_doubles
    from naikkelas.ops.ready import regions_loaded
    from naikkelas.registry import tasks

    regions_loaded(clock.now())
    by = accounts.user_named(username) if username else accounts.officer_of(settings.NAIKKELAS_PROVINCE)
    if by is None and username:
        click.echo("No such user. Make one with: naikkelas user add NAME --role province --area 18", err=True)
        sys.exit(EXIT_REFUSED)
    by = by or _own_account(settings.NAIKKELAS_PROVINCE)
    if mapping:
        saved = queries.mappings_for(by.area_id).filter(name=mapping).first()
        if saved is None:
            click.echo(f"No mapping is named “{mapping}”. Saved ones stand at /impor/pemetaan/.", err=True)
            sys.exit(EXIT_REFUSED)
        layout = f"mapping:{saved.pk}"
    delivery = actions.receive_spreadsheet(
        filename=file.name, content=file.read_bytes(), layout=layout, by=by, at=clock.now()
    )
    delivery = actions.look(delivery=delivery, by=by, at=clock.now())
    if delivery.state in ("refused", "mapping"):
        click.echo(delivery.summary[lang()], err=True)
        if delivery.state == "mapping":
            click.echo(f"Say what its columns hold at /impor/{delivery.pk}/pemetaan/, once.", err=True)
        sys.exit(EXIT_REFUSED)
    told = delivery.summary
    click.echo(f"delivery {delivery.pk}: layout {told['layout']}, {told['rows']} rows, {told['good']} good "
               f"({told['new']} new, {told['known']} known), {told['bad']} to mend")  # fmt: skip
    if bad is not None:
        bad.write_text("\n".join(queries.told_problems(delivery, lang())) + "\n", encoding="utf-8")
    if not apply_:
        click.echo("Only looked at. Apply it in the browser, or run again with --apply.")
        return
    actions.confirm(delivery=delivery, by=by, at=clock.now(), whole=whole)
    delivery.refresh_from_db()
    delivery = actions.apply(delivery=delivery, by=by, at=clock.now())
    for wanted in (look_for_doubles, tasks.check_quality):
        tasks.once(wanted)  # the worker does it while the folder is served
    counts = delivery.summary["applied"]
    click.echo(f"applied: {counts['new']} new, {counts['changed']} renewed, {counts['same']} unchanged")


@registry.command("link")
@click.option(
    "--threshold",
    type=click.FloatRange(0.5, 1.0),
    default=0.9,
    show_default=True,
    help="Report pairs that are the same with at least this probability.",
)
@click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the pairs to this CSV file: id_a, id_b, probability; ids as in the imported list (#n where it had none).",
)
@click.option(
    "--full", is_flag=True, help="Compare everything anew, not only what changed since the last time."
)
def link(threshold: float, export: Path | None, full: bool) -> None:
    """Find enterprises and cooperatives that may have been registered twice. It proposes; nothing is merged."""
    django_ready()
    import time

    from django.conf import settings

    from naikkelas.kit import clock
    from naikkelas.monev import actions as monev
    from naikkelas.registry import actions, queries
    from naikkelas.trail.actions import SYSTEM

    begun = time.monotonic()
    at, area = clock.now(), settings.NAIKKELAS_PROVINCE
    run = actions.link_enterprises(by=SYSTEM, at=at, area=area, full=full)
    pairs = queries.link_candidates(threshold)
    if export is not None:
        _write_pairs(export, pairs)
    click.echo(
        f"{run.records} enterprises, {run.changed} of them new or changed and compared with all, "
        f"in {time.monotonic() - begun:.1f} s: {pairs.count()} pairs with probability {threshold:g} or more"
    )
    if export is not None:
        click.echo(f"written to {export}")
    bands = queries.double_counts(queries.doubles("enterprise"))
    click.echo(
        f"{bands.get('proposed', 0)} pairs are proposed to be confirmed, {bands.get('person', 0)} to be judged"
    )
    others = actions.link_cooperatives(by=SYSTEM, at=at, area=area)
    click.echo(f"{others.records} cooperatives: {others.found} pairs")
    opened = monev.open_double_aid(area=area, by=SYSTEM, at=at)
    if opened:
        click.echo(f"{opened} findings opened: aid that is given once went twice to one person")
    click.echo(
        "A probability comes from invented data, not yet from a real registry. Nothing has been merged."
    )


def _write_pairs(file: Path, pairs: QuerySet[LinkCandidate]) -> None:
    import csv

    rows = pairs.values_list(
        "first_id", "first__registration_no", "second_id", "second__registration_no", "probability"
    )
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["id_a", "id_b", "probability"])
        for first, first_no, second, second_no, probability in rows.iterator(chunk_size=10_000):
            table.writerow([first_no or f"#{first}", second_no or f"#{second}", f"{probability:.6f}"])


def _own_account(province: str) -> User:
    """The account in whose name the command line imports before anybody else is there; nobody can sign in with it."""
    from naikkelas.accounts import actions
    from naikkelas.kit import clock
    from naikkelas.trail.actions import SYSTEM

    return actions.add(
        username="baris-perintah",
        name="Baris perintah",
        role="province",
        area=province,
        password=None,
        by=SYSTEM,
        at=clock.now(),
    )
