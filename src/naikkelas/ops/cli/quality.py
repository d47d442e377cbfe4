"""naikkelas registry check [--rule ID] [--export FILE]"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from naikkelas.ops.cli.main import django_ready, lang
from naikkelas.ops.cli.registry import registry

if TYPE_CHECKING:
    from naikkelas.rules.quality_rule import QualityRule


@registry.command("check")
@click.option("--rule", default="", help="Only this rule; left out, all of them.")
@click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the open issues to this CSV file: rule, severity, kind, record, area, what is in question.",
)
def check(rule: str, export: Path | None) -> None:
    """Look at every record by the rules of data quality. Nothing is changed but the list of issues."""
    django_ready()
    import time

    from django.conf import settings

    from naikkelas.kit import clock
    from naikkelas.ops.ready import regions_loaded
    from naikkelas.registry import actions, queries
    from naikkelas.rules.quality_rule import rules
    from naikkelas.trail.actions import SYSTEM

    regions_loaded(clock.now())
    begun = time.monotonic()
    run = actions.check_quality(by=SYSTEM, at=clock.now(), area=settings.NAIKKELAS_PROVINCE, rule=rule)
    click.echo(
        f"{run.enterprises} enterprises and {run.cooperatives} cooperatives in {time.monotonic() - begun:.1f} s: "
        f"{run.opened} issues new, {run.mended} mended, {run.still_open} open"
    )
    for name, count in queries.open_by_rule(rule):
        click.echo(f"{count:>9}  {name}  {_told(rules().get(name))}".rstrip())
    if export is not None:
        _write(export, rule)
        click.echo(f"written to {export}")


def _told(rule: QualityRule | None) -> str:
    return "" if rule is None else rule.name.to(lang())


def _write(file: Path, rule: str) -> None:
    import csv

    from naikkelas.registry import queries
    from naikkelas.rules.quality_rule import SEVERITIES

    words = {number: word for word, number in SEVERITIES.items()}
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["rule", "severity", "kind", "record", "area", "shown", "beside"])
        for issue in queries.open_issues(rule).iterator(chunk_size=10_000):
            table.writerow([
                issue.rule, words[issue.severity], issue.kind, issue.record_id, issue.area_id, issue.shown, issue.beside,
            ])  # fmt: skip
