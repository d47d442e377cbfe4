"""What reading must know of each kind of record, of the registry and of money."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from naikkelas.instruments import money_fields, registry_fields
from naikkelas.instruments.fields import FieldKind


@dataclass(frozen=True)
class RecordKind:
    """`must`: fields that no row may leave empty. `placed`: a row says where it lies. `identity`: fields by which two rows
    are one; empty where the reader knows better."""

    fields: Callable[[date], Mapping[str, FieldKind]]
    must: tuple[str, ...]
    placed: bool = True
    identity: tuple[str, ...] = ()


KINDS = {
    **{
        name: RecordKind(fields, registry_fields.REQUIRED[name])
        for name, fields in registry_fields.RECORDS.items()
    },
    **{
        name: RecordKind(
            fields, money_fields.REQUIRED[name], name in money_fields.PLACED, money_fields.IDENTITY[name]
        )
        for name, fields in money_fields.RECORDS.items()
    },
}
