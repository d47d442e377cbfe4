"""What reading must know of each kind of record: of the registry, of money, and of programmes' other lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from naikkelas.instruments import list_fields, money_fields, registry_fields
from naikkelas.instruments.fields import FieldKind


@dataclass(frozen=True)
class RecordKind:
    """`must`: fields that no row may leave empty. `placed`: a row says where it lies, `placed_if_told` where its file has a
    column for it. `identity`: fields by which two rows are one; empty where the reader knows better. `either`: a row fills one
    of these. `anchor`: the field
    that every row of a list fills, and nothing below the table."""

    fields: Callable[[date], Mapping[str, FieldKind]]
    must: tuple[str, ...]
    placed: bool = True
    placed_if_told: bool = False
    identity: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    anchor: str = "amount_idr"


KINDS = {
    **{
        name: RecordKind(fields, registry_fields.REQUIRED[name])
        for name, fields in registry_fields.RECORDS.items()
    },
    **{
        name: RecordKind(
            fields,
            money_fields.REQUIRED[name],
            placed=name in money_fields.PLACED,
            identity=money_fields.IDENTITY[name],
        )
        for name, fields in money_fields.RECORDS.items()
    },
    "application": RecordKind(
        list_fields.application,
        list_fields.REQUIRED["application"],
        identity=list_fields.IDENTITY["application"],
        anchor="person_nik",
    ),
    "service": RecordKind(
        list_fields.service,
        list_fields.REQUIRED["service"],
        placed_if_told=True,
        identity=list_fields.IDENTITY["service"],
        either=("hours", "minutes"),
        anchor="topic",
    ),
}

REGISTRY = tuple(registry_fields.RECORDS)
MONEY = tuple(money_fields.RECORDS)
LISTS = (*MONEY, *list_fields.RECORDS)
"""Records of the lists of programmes: of money, proposals, services."""

GIVEN = frozenset(
    {
        "document_no", "decree_no", "dated_on", "paid_on", "source", "year", "allocation", "programme", "call", "centre",
        "received_on",
    }
)  # fmt: skip
"""What may be told of such a file as a whole, where it has no column for it."""


def fields_of(record: str) -> tuple[str, ...]:
    """Every field that a column of such a list may hold, in the order in which forms offer them."""
    kind = KINDS[record]
    return (*kind.fields(date.max), *(registry_fields.AREA_FIELDS if kind.placed else ()))
