"""naikkelas money import FILE [--dry-run] [--layout ID] [--decree-no NO] [--document-no NO] [--dated-on DAY] …"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naikkelas.ops.cli.main import EXIT_REFUSED, django_ready, lang
from naikkelas.ops.cli.money import money

if TYPE_CHECKING:
    from naikkelas.intake.models import Delivery


@money.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only look: say what would happen, and enter nothing.")
@click.option("--layout", default="", help="Layout id; left out, the headings tell.")
@click.option("--decree-no", default="", help="Number of the decree, where the file has no column for it.")
@click.option("--document-no", default="", help="Number of the SP2D, DPA or DIPA, likewise.")
@click.option(
    "--dated-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the document (2019-07-31), likewise."
)
@click.option("--source", default="", help="Source of money of ceilings: apbn_tp, apbn_dekon, dak, …")
@click.option("--year", type=int, help="Budget year of ceilings.")
@click.option("--programme", type=int, help="Number of the programme whose ceilings they are.")
@click.option("--allocation", type=int, help="Number of the allocation that a decree's recipients draw on.")
@click.option(
    "--user",
    "username",
    default="",
    help="In whose name (default: the province's officer); another confirms payments.",
)
def import_(
    file: Path, dry_run: bool, layout: str, username: str, dated_on: datetime | None, **told: str | int | None
) -> None:
    """Enter a list of SP2D, ceilings, a decree's recipients or bank transfers, whole or not at all.

    Exit 1 where a row is wrong or waits for a person's decision; each is told with its row and column.
    """
    django_ready()
    from django.conf import settings

    from naikkelas.accounts import access
    from naikkelas.accounts import queries as accounts
    from naikkelas.intake import actions
    from naikkelas.kit import clock

    by = accounts.user_named(username) if username else accounts.officer_of(settings.NAIKKELAS_PROVINCE)
    if by is None or not access.may(by, "programmes.edit"):
        click.echo(
            "No officer who decides on money. Make one with: naikkelas user add NAME --role province --area 18",
            err=True,
        )
        sys.exit(EXIT_REFUSED)
    given = {name: str(value) for name, value in told.items() if value}
    if dated_on:
        given |= dict.fromkeys(("dated_on", "paid_on"), dated_on.date().isoformat())
    delivery = actions.receive_money(
        filename=file.name, content=file.read_bytes(), layout=layout, given=given, by=by, at=clock.now()
    )
    delivery = actions.look_money(delivery=delivery, by=by, at=clock.now())
    if delivery.state in ("refused", "mapping"):
        click.echo(delivery.summary[lang()], err=True)
        if dry_run and delivery.state == "mapping":
            actions.discard(delivery=delivery, by=by, at=clock.now())
        elif delivery.state == "mapping":
            click.echo(f"Say what its columns hold at /program/impor/{delivery.pk}/kolom/, once.", err=True)
        sys.exit(EXIT_REFUSED)
    waiting = _tell(delivery)
    if dry_run:
        actions.discard(delivery=delivery, by=by, at=clock.now())
        click.echo("Only looked at: nothing was entered.")
    if waiting:
        sys.exit(EXIT_REFUSED)
    if dry_run:
        return
    actions.confirm_money(delivery=delivery, by=by, at=clock.now())
    delivery.refresh_from_db()
    delivery = actions.apply_money(delivery=delivery, by=by, at=clock.now())
    if delivery.state != "applied":
        click.echo("The ledger changed meanwhile; nothing was entered. Run it again.", err=True)
        sys.exit(EXIT_REFUSED)
    counts = delivery.summary["applied"]
    click.echo(f"entered: {counts['new']} new, {counts['changed']} changed, {counts['same']} stood already")


def _tell(delivery: Delivery) -> int:
    """Say what came of the list; return how many rows keep it from being entered."""
    from naikkelas.intake import queries
    from naikkelas.kit.money import rupiah

    told = delivery.summary
    click.echo(
        f"delivery {delivery.pk}: layout {told['layout']}, {told['rows']} rows: {told['new']} new, {told['changed']} change what "
        f"stands, {told['same']} stand already ({rupiah(told['amount_idr'], lang())}); {told['bad']} to mend, "
        f"{told['doubtful']} doubtful"
    )
    for line in queries.money_lines(delivery):
        for p in line["problems"]:
            where = f"{delivery.filename}, {told['sheet'] or '-'}, {line['row']}, {p['column'] or '-'}"
            click.echo(f"{where}: {p[lang()].format(**p['params'])}", err=p["error"])
    if told["doubtful"]:
        click.echo(
            "Decide about the doubtful rows in the browser: send the file at /program/impor/.", err=True
        )
    return told["bad"] + told["doubtful"]
