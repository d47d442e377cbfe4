"""The numbers that an enterprise shows and the credentials that they are of, kept in step both ways."""

from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from naikkelas.engine import bulk, text_search
from naikkelas.kit.text import folded, squeeze
from naikkelas.reference import kbli
from naikkelas.registry import queries
from naikkelas.registry.models import Cooperative, Credential, Enterprise
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.queries import of as told_of

COLUMNS = {"nib": "nib", "pirt": "home_food_permit", "halal": "halal_no", "trademark": "trademark"}
"""Kind of credential → the column in which an import brings its number."""
_FILLED_IN = ("registry", "numbers")


def in_step(enterprises: list[int]) -> None:
    """Let the columns show the newest issued credential of each kind; a number that no column holds stays out of it."""
    changed = []
    for part in queries.parts(enterprises):
        newest: dict[tuple[int, str], str] = {}
        issued = Credential.objects.filter(
            enterprise_id__in=part, kind__in=COLUMNS, status="issued", superseded_at=None
        ).order_by("recorded_at", "id")
        for pk, kind, number in issued.values_list("enterprise_id", "kind", "number"):
            newest[pk, kind] = number
        for enterprise in Enterprise.objects.filter(pk__in=part).select_related("owner"):
            shown = _shown(enterprise.pk, newest)
            if shown != [getattr(enterprise, column) for column in COLUMNS.values()]:
                enterprise.nib = shown[0]
                changed.append((*shown, searched_text(enterprise), enterprise.pk))
    table, columns = Enterprise._meta.db_table, [*COLUMNS.values(), "search_text"]
    with connection.cursor() as cursor:
        bulk.update(cursor, connection.vendor, table, columns, changed)
        text_search.renew(cursor, connection.vendor, table, "search_text", [row[-1] for row in changed])


def _shown(enterprise: int, newest: dict[tuple[int, str], str]) -> list[str]:
    """What the columns show of an enterprise, in the order of COLUMNS."""
    numbers = [newest.get((enterprise, kind), "") for kind in COLUMNS]
    widths = [Enterprise._meta.get_field(column).max_length for column in COLUMNS.values()]
    return [number if len(number) <= width else "" for number, width in zip(numbers, widths, strict=True)]


def tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Values with the number as it is kept: an NIB, which is digits alone, without what was put between them."""
    number = squeeze(values.get("number", ""))
    plain = text_search.compact(number)
    if values.get("kind") == "nib" and plain.isdigit():
        number = plain
    return values | {"number": number} if "number" in values else values


def searched_text(enterprise: Enterprise) -> str:
    """The words by which an enterprise is found, as an import writes them (ready_enterprises)."""
    numbers = (enterprise.nib, enterprise.registration_no)
    parts = (enterprise.name, enterprise.owner.name, *numbers, enterprise.product)
    compact = (text_search.compact(number) for number in numbers if " " in folded(number))
    return folded(" ".join((*parts, *compact)))


def of_columns(enterprises: list[int] | None, at: datetime) -> int:
    """Make a credential of every number in the columns that none stands for; of all enterprises where None is given."""
    made = 0
    for kind, column in COLUMNS.items():
        there = Credential.objects.filter(
            enterprise=OuterRef("pk"), kind=kind, number=OuterRef(column), superseded_at=None
        )
        wanted = Enterprise.objects.exclude(**{column: ""}).filter(~Exists(there))
        values = wanted.annotate(credential_no=F(column)).order_by("pk")
        for part in [None] if enterprises is None else queries.parts(enterprises):
            rows = values if part is None else values.filter(pk__in=part)
            made += _insert(kind, list(rows.values_list("pk", "credential_no", "source", "synthetic")), at)
    return made


def _insert(kind: str, found: list[tuple[int, str, str, bool]], at: datetime) -> int:
    stamp = connection.ops.adapt_datetimefield_value(at)
    empty = ("", "", "", "", "", "")
    rows: list[tuple[Any, ...]] = [
        (pk, kind, number, "issued", source, synthetic, stamp, *empty)
        for pk, number, source, synthetic in found
    ]
    columns = [
        "enterprise_id", "kind", "number", "status", "source", "synthetic", "recorded_at", "issuer", "facilitated_by",
        "programme_name", "remark", "file_name", "file_sha256",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        bulk.insert(cursor, connection.vendor, Credential._meta.db_table, columns, rows)
    return len(rows)


def of_import(rows: pl.DataFrame, at: datetime) -> None:
    """`of_columns` for the rows that an import wrote: columns id and those of COLUMNS."""
    numbered = rows.filter(pl.any_horizontal(pl.col(column) != "" for column in COLUMNS.values()))
    if numbered.height:
        of_columns(numbered["id"].to_list(), at)


@transaction.atomic
def fill_in_numbers(*, area: str, by: Actor, at: datetime) -> None:
    """For an installation older than credentials: give known numbers theirs, known KBLI their version, and let search
    find numbers without their separators. Done once; the trail says so."""
    if told_of(*_FILLED_IN).exists():
        return
    made = of_columns(None, at)
    versioned = (
        Enterprise.objects.exclude(kbli="").filter(kbli_version="").update(kbli_version=kbli.NEWEST_KNOWN)
    )
    found = _written_plain(Enterprise, "registration_no") + _written_plain(Cooperative, "legal_no")
    note(
        by=by, at=at, action="registry.numbers_filled_in", on=_FILLED_IN, area=area, credentials=made,
        kbli=versioned, searched=found,
    )  # fmt: skip


def _written_plain(model: Any, field: str) -> int:
    """Add to the searched words of rows their number without separators, where it has any."""
    rows = model.objects.filter(**{f"{field}__regex": "[^A-Za-z0-9]"}).values_list("pk", field, "search_text")
    changed = [
        (f"{text} {plain}", pk)
        for pk, number, text in rows.iterator(chunk_size=20_000)
        if (plain := text_search.compact(number)) not in text.split()
    ]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        bulk.update(cursor, connection.vendor, table, ["search_text"], changed)
        for part in queries.parts([pk for _text, pk in changed]):
            text_search.renew(cursor, connection.vendor, table, "search_text", part)
    return len(changed)
