"""naikkelas money trace [--recipient ID | --document NO | --line CODE] [--year Y] [--export trace.csv]"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from naikkelas.ops.cli.main import EXIT_UNHEALTHY, django_ready, lang, main

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from naikkelas.analytics.ledger_trace import Chain
    from naikkelas.programmes.models import Recipient

SHOWN = 20
HEADINGS = (
    "recipient", "kind", "area", "year", "source", "budget_document", "budget_line", "programme", "allocation_area",
    "commitments", "decree", "decree_on", "decreed_idr", "payments", "disbursed_idr", "used_idr", "returned_idr",
    "in_hand_idr", "visits", "last_visit", "findings", "traced_to_visit",
)  # fmt: skip


@main.group()
def money() -> None:
    """The money of programmes."""


@money.command("trace")
@click.option("--recipient", type=int, help="Only this recipient, by its number.")
@click.option(
    "--document", default="", help="Only whom this SP2D, contract, decree, receipt or DIPA concerns."
)
@click.option("--line", "line_code", default="", help="Only this budget line, and the lines below it.")
@click.option("--year", type=int, help="Only the budget of this year.")
@click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every recipient's way of the money to this CSV file, without names of persons.",
)
def trace(
    recipient: int | None, document: str, line_code: str, year: int | None, export: Path | None
) -> None:
    """Follow every rupiah from its budget line to the visit that saw it. Exit 3 where the sums do not agree."""
    django_ready()
    from naikkelas.analytics import ledger_trace
    from naikkelas.kit.money import rupiah
    from naikkelas.places.queries import NATION

    totals = ledger_trace.totals(NATION, year)
    for name, amount in (
        ("ceiling", totals.sums.ceiling_idr), ("allocated", totals.sums.allocated_idr), ("committed", totals.sums.committed_idr),
        ("disbursed", totals.ledger_idr), ("seen by a visit", totals.traced_idr), ("not seen by a visit", totals.untraced_idr),
        ("used", totals.sums.used_idr), ("returned", totals.sums.returned_idr), ("not accounted for", totals.sums.in_hand_idr),
    ):  # fmt: skip
        click.echo(f"{name:<20} {rupiah(amount, lang()):>26}")
    chosen = _chosen(recipient, document, line_code, year)
    if export is not None:
        rows, amount = _written(export, chosen)
        click.echo(f"{rows} recipients, {rupiah(amount, lang())} disbursed, written to {export}")
    elif recipient or document or line_code:
        for each in ledger_trace.chains(
            list(chosen.select_related("allocation__ceiling__programme")[:SHOWN])
        ):
            _shown(each)
        if (count := chosen.count()) > SHOWN:
            click.echo(f"… and {count - SHOWN} more: use --export")
        elif not count:
            click.echo("nothing is found")
    if not totals.exact:
        click.echo("the sums do not agree with the payments", err=True)
        raise SystemExit(EXIT_UNHEALTHY)
    click.echo("seen and not seen are together what the payments add up to, to the rupiah")


def _chosen(recipient: int | None, document: str, line_code: str, year: int | None) -> QuerySet[Recipient]:
    from naikkelas.programmes import queries

    rows = queries.recipients()
    if recipient:
        rows = rows.filter(pk=recipient)
    if document:
        rows = queries.recipients_by_document(rows, document)
    if line_code:
        rows = queries.recipients_by_line(rows, line_code)
    return rows if year is None else rows.filter(allocation__ceiling__year=year)


def _shown(chain: Chain) -> None:
    """One way of the money, from the top down. Persons are numbers here: the page shows names to whom it may."""
    from naikkelas.kit.money import rupiah
    from naikkelas.programmes.queries import standing

    def tell(depth: int, what: str, amount: int | None = None) -> None:
        click.echo(f"{'  ' * depth}{what}" + ("" if amount is None else f": {rupiah(amount, lang())}"))

    who = chain.recipient
    ceiling = who.allocation.ceiling
    tell(
        0,
        f"{ceiling.source} {ceiling.year} {ceiling.document_no} {ceiling.line_code}".strip(),
        standing(ceiling),
    )
    tell(1, f"{ceiling.programme} → {who.allocation.area_id}", standing(who.allocation))
    for each in chain.commitments:
        tell(2, f"{each.kind} {each.document_no}, {each.signed_on}", each.amount_idr)
    tell(2, f"recipient {who.pk} ({who.kind}), decree {who.decree_no}, {who.decree_on}", chain.decreed_idr)
    for line in chain.lines:
        tell(3, f"{line.kind} {line.document_no}, {line.dated_on}", line.amount_idr)
    for visit in chain.visits:
        tell(4, f"visit {visit.pk}, {visit.visited_on}, {visit.state}")
    for finding in chain.findings:
        tell(5, f"finding {finding.number}, {finding.state}")
    if not chain.visits:
        tell(4, "not visited")


def _written(file: Path, rows: QuerySet[Recipient]) -> tuple[int, int]:
    """Write the ways to a file; return how many, and what was disbursed in them."""
    import csv

    from naikkelas.analytics.ledger_trace import every_chain

    count = amount = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(HEADINGS)
        for chain in every_chain(rows):
            table.writerow(_cells(chain))
            count, amount = count + 1, amount + chain.disbursed_idr
    return count, amount


def _cells(chain: Chain) -> list[object]:
    who = chain.recipient
    ceiling = who.allocation.ceiling
    return [
        who.pk, who.kind, who.area_id, ceiling.year, ceiling.source, ceiling.document_no, ceiling.line_code,
        ceiling.programme.name, who.allocation.area_id, "; ".join(c.document_no for c in chain.commitments),
        who.decree_no, who.decree_on, chain.decreed_idr, "; ".join(p.document_no for p in chain.payments),
        chain.disbursed_idr, chain.used_idr, chain.returned_idr, chain.in_hand_idr, len(chain.visits),
        chain.visits[-1].visited_on if chain.visits else "", "; ".join(f.number for f in chain.findings),
        "yes" if chain.traced else "no",
    ]  # fmt: skip
