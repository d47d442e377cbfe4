"""naikkelas forms export FORM --as csv --out FILE"""

from pathlib import Path

import click

from naikkelas.ops.cli.main import django_ready, main


@main.group()
def forms() -> None:
    """Forms and what was answered."""


@forms.command()
@click.argument("form_id", metavar="FORM")
@click.option(
    "--as", "kind", default="csv", show_default=True,
    type=click.Choice(["csv", "zip", "xlsx", "geojson", "spss", "media"]),
    help="csv: a row a submission; zip: a CSV for each repeat too; media: photos and files.",
)  # fmt: skip
@click.option(
    "--user", "username", default="", help="Whose right and area of duty count; an officer of the province."
)
@click.option("--labels", is_flag=True, help="Labels instead of codes.")
@click.option("--lang", default="id", type=click.Choice(["id", "en"]), help="Language of labels.")
@click.option("--split", is_flag=True, help="Choices of many also as columns of 0 and 1.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE")
def export(form_id: str, kind: str, username: str, labels: bool, lang: str, split: bool, out: Path) -> None:
    """Write the answers to all versions of a form into a file, as that person may see them."""
    django_ready()
    from django.conf import settings

    from naikkelas.accounts import access
    from naikkelas.accounts import queries as accounts
    from naikkelas.instruments.answer_columns import Wanted
    from naikkelas.kit import clock
    from naikkelas.registry.actions import count_export, log_export
    from naikkelas.reports.queries import answers
    from naikkelas.reports.render.answers import content

    by = accounts.user_named(username) if username else accounts.officer_of(settings.NAIKKELAS_PROVINCE)
    if by is None or not access.may(by, "answers.export"):
        raise click.ClickException("That account may not take answers away, or is not there.")
    rows = answers.forms_visible_to(by).filter(form_id=form_id)
    form = rows.exclude(state="draft").first() or rows.first()
    if form is None:
        raise click.ClickException(f"No form “{form_id}” that {by.username} may see.")
    reader = answers.Reader(form, by)
    file = content(reader, kind, Wanted(labels, lang, split))
    taken = log_export(
        area=by.area_id, place="forms export", filters=f"{form_id} {kind}", rows=None, by=by, at=clock.now()
    )  # fmt: skip
    written = 0
    try:
        with out.open("wb") as target:
            for part in file.parts:
                written += target.write(part)
    finally:
        count_export(taken=taken, rows=file.rows(), by=by, at=taken.at)
    click.echo(f"{out}: {written} bytes")
