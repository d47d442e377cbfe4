"""naikkelas report issue ID --area CODE --period 2019-Q4 --out FILE"""

from pathlib import Path

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def report() -> None:
    """Reports with frozen figures."""


@report.command()
@click.argument("report_id", metavar="ID")
@click.option("--case", default="", help="Case of a report that has cases: ministry, dekon or tp.")
@click.option("--area", required=True, help="Kemendagri code, for example 18 or 18.01.")
@click.option("--period", required=True, help="Quarter, for example 2019-Q4.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.pdf or FILE.xlsx"
)
def issue(report_id: str, case: str, area: str, period: str, out: Path) -> None:
    """Issue a report and write one of its documents."""
    kind = out.suffix.lower().lstrip(".")
    if kind not in ("pdf", "xlsx"):
        raise click.BadParameter("must end in .pdf or .xlsx", param_hint="--out")
    django_ready()
    from naikkelas.kit import clock
    from naikkelas.kit.periods import NotAPeriod, Quarter
    from naikkelas.ops.ready import regions_loaded
    from naikkelas.reports import actions
    from naikkelas.trail.actions import SYSTEM

    try:
        quarter = Quarter.parse(period)
    except NotAPeriod as error:
        raise click.BadParameter("a quarter is written 2019-Q4", param_hint="--period") from error
    regions_loaded(clock.now())
    row = actions.issue(report=report_id, case=case, area=area, period=quarter, by=SYSTEM, at=clock.now())
    out.write_bytes(actions.document(row, kind))
    click.echo(f"{row.number}: {out} (figures {row.figures_sha256[:16]})")


@report.command()
@click.option("--area", help="Kemendagri code; the home province if left out.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.xml")
def iati(area: str | None, out: Path) -> None:
    """Write the programmes as IATI 2.03 activities."""
    django_ready()
    from django.conf import settings

    from naikkelas.kit import clock
    from naikkelas.reports.queries import iati as query

    content = query.activities_file(area or settings.NAIKKELAS_PROVINCE, clock.now())
    out.write_bytes(content)
    click.echo(f"{out}: {len(content)} bytes")


@report.command()
def remind() -> None:
    """Send the reminders of duties to report that are due now (the server does so by itself every day)."""
    django_ready()
    from naikkelas.kit import clock
    from naikkelas.reports import actions
    from naikkelas.trail.actions import SYSTEM

    click.echo(f"{actions.send_reminders(by=SYSTEM, at=clock.now())} mails")
