"""Rows as plain values and back, and everything that points to a record: for merging two records exactly undoably."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, UniqueConstraint

from naikkelas.places import queries as places

Image = dict[str, Any]


def image(row: Model) -> Image:
    """Every column of a row in values that JSON holds: bytes as hex, moments and days in ISO form."""
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, date) else value


def values_of(model: type[Model], columns: Image) -> Image:
    """The columns of an image as the model holds them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if model._meta.model_name in ("enterprise", "cooperative") and "area_id" in columns:
        # areas may have changed since: these go back to where their place stands today
        columns = columns | {"area_id": places.current(columns["area_id"])}
    return {
        name: bytes.fromhex(value)
        if fields[name].get_internal_type() == "BinaryField" and value is not None
        else fields[name].to_python(value)
        for name, value in columns.items()
    }


def revive(label: str, columns: Image) -> None:
    """Put a row back that was there before, with its own id."""
    model = apps.get_model(label)
    model(**values_of(model, columns)).save(force_insert=True)


def write(label: str, pk: int, columns: Image) -> None:
    model = apps.get_model(label)
    model._default_manager.filter(pk=pk).update(**values_of(model, columns))


def children(model: type[Model]) -> Iterator[tuple[type[Model], ForeignKey]]:
    """Every kind of row that points to such a record, found from the models themselves: a new kind is never forgotten."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field


def rival(row: Model, field: ForeignKey, target: int) -> Model | None:
    """The row that would stand in the way, by a unique constraint, if `row` pointed to `target`."""
    model = type(row)
    same = model._default_manager.exclude(pk=row.pk)
    if field.unique:
        return same.filter(**{field.attname: target}).first()
    for constraint in model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or field.name not in constraint.fields:
            continue
        condition = constraint.condition or Q()
        if not model._default_manager.filter(condition, pk=row.pk).exists():
            continue
        others = {name: getattr(row, name) for name in constraint.fields if name != field.name}
        found = same.filter(condition, **others, **{field.attname: target}).first()
        if found is not None:
            return found
    return None
