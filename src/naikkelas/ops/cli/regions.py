"""naikkelas regions change FILE.toml|csv [--apply]; naikkelas regions undo NUMBER"""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def regions() -> None:
    """Areas that split, merge, take another name or number."""


@regions.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["split", "merge", "rename", "renumber"]), help="Of a CSV.")
@click.option("--title", default="", help="What the change is called (CSV; default: the file's name).")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="In force from (CSV).")
@click.option("--source", default="", help="Law or decree (CSV).")
@click.option(
    "--apply", "do_apply", is_flag=True, help="Apply it; without this, show what would move and keep nothing."
)
@click.option("--accept-wider", is_flag=True, help="Agree that some people will see more than before.")
def change(
    file: Path, kind: str | None, title: str, day: Any, source: str, do_apply: bool, accept_wider: bool
) -> None:
    """Preview or apply a prepared crosswalk.

    A TOML file has title, kind, effective_on, legal_source and [[line]] with old, new, name, weight. A CSV has the columns
    old_code, new_code, new_name, weight; the rest comes from the options.
    """
    head, lines = _read(file)
    kind, title = head.get("kind") or kind, head.get("title") or title or file.stem
    on = head.get("effective_on") or (day.date() if day else None)
    source = head.get("legal_source") or source
    if not kind or not isinstance(on, date) or not source:
        raise click.UsageError(
            "kind, day (effective_on) and legal source are needed: in the TOML, or as --kind --on --source"
        )
    django_ready()
    from django.db import transaction

    from naikkelas.accounts import queries as people
    from naikkelas.kit import clock
    from naikkelas.monev import actions as monev
    from naikkelas.monev import queries as monev_queries
    from naikkelas.places import actions, queries
    from naikkelas.rules.area_changes import Wanted
    from naikkelas.trail.actions import SYSTEM

    with transaction.atomic():
        drafted = actions.draft_change(
            kind=kind, title=title, on=on, legal_source=source, wanted=[Wanted(**line) for line in lines],
            basis=head.get("basis", "population"), by=SYSTEM, at=clock.now(),
        )  # fmt: skip
        for line in queries.lines_of(drafted).exclude(level="village"):
            share = "" if line.whole else f"  ({line.share_numerator}/{line.share_denominator})"
            click.echo(f"{line.old_code} {line.old_name} → {line.new_code} {line.new_name}{share}")
        for table, rows in monev_queries.movable(drafted).items():
            left = rows.filter(area_id__in=queries.divided(drafted)).count()
            click.echo(
                f"{table}: {queries.following(rows, drafted).count()} move, {left} to be decided by a person"
            )
        for user in people.following_duty(drafted):
            click.echo(f"area of duty follows: {user}")
        for user in people.unsettled_duty(drafted):
            click.echo(f"area of duty to be decided: {user}")
        for user in people.seeing_more(drafted):
            click.echo(f"would see more than before: {user}")
        if not do_apply:
            transaction.set_rollback(True)
            click.echo("Nothing was changed. Run again with --apply.")
            return
        moved = monev.apply_change(change=drafted, wider_agreed=accept_wider, by=SYSTEM, at=clock.now())
    click.echo(
        f"applied as change {drafted.pk}: " + ", ".join(f"{table} {count}" for table, count in moved.items())
    )


@regions.command()
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Undo an applied change, as long as nothing new stands under its codes."""
    django_ready()
    from naikkelas.kit import clock
    from naikkelas.monev import actions as monev
    from naikkelas.places import queries
    from naikkelas.trail.actions import SYSTEM

    found = queries.changes().filter(pk=number).first()
    if found is None:
        raise click.BadParameter(f"there is no change {number}")
    monev.undo_change(change=found, by=SYSTEM, at=clock.now())
    click.echo(f"{found.title}: undone")


def _read(file: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if file.suffix.lower() == ".toml":
        try:
            head = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise click.BadParameter(f"{file.name} is no TOML: {error}") from error
        rows = [
            {
                "old": line.get("old", ""),
                "new": line.get("new", ""),
                "name": line.get("name", ""),
                "weight": line.get("weight", 0),
            }
            for line in head.pop("line", [])
        ]
        return head, rows
    text = file.read_text(encoding="utf-8-sig")
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    found = []
    for row in csv.DictReader(text.splitlines(), delimiter=delimiter):
        if not row.get("old_code") or not row.get("new_code"):
            raise click.BadParameter("every line needs old_code and new_code")
        weight = row.get("weight") or "0"
        if not weight.isdigit():
            raise click.BadParameter(f"weight {weight} is no whole number")
        found.append(
            {
                "old": row["old_code"].strip(), "new": row["new_code"].strip(), "name": (row.get("new_name") or "").strip(),
                "weight": int(weight),
            }
        )  # fmt: skip
    return {}, found
