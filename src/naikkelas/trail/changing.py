"""What a change turns into what, for the trail: fields before and after."""

from datetime import date, datetime, time
from typing import Any

from naikkelas.trail import chain


def about_to(row: Any, *names: str) -> dict[str, Any]:
    """The fields of a row that differ from what is stored, before it is saved: {"changes": {field: [stored, new]}}.

    Without `names` all are looked at; nothing where none differs. Told to `note` as it is.
    """
    fields = [row._meta.get_field(n) for n in names] or [
        f for f in row._meta.concrete_fields if not f.primary_key
    ]
    columns = [field.attname for field in fields]
    stored = row._meta.model._base_manager.filter(pk=row.pk).values(*columns).first() or {}
    return between(stored, {name: getattr(row, name) for name in columns})


def without(told: dict[str, Any], *personal: str) -> dict[str, Any]:
    """The same with values about a person left out: that they changed is told, not what they were."""
    changes = told.get("changes", {})
    return (
        {"changes": {name: [] if name in personal else pair for name, pair in changes.items()}}
        if changes
        else {}
    )


def together(*told: dict[str, Any]) -> dict[str, Any]:
    """What several rows of one record turned into, told as one step."""
    changes = {name: pair for one in told for name, pair in one.get("changes", {}).items()}
    return {"changes": changes} if changes else {}


def between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The same of two sets of values. From nothing to an empty text is no change."""
    old, new = _plain(before), _plain(after)
    changed = {name: [old[name], new.get(name)] for name in old if _told(old[name]) != _told(new.get(name))}
    return {"changes": changed} if changed else {}


def _told(value: Any) -> Any:
    return None if value == "" else value


def entered(**values: Any) -> dict[str, Any]:
    """What a new record was given, as changes from nothing; what was left empty is not told."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return between(dict.fromkeys(given), given)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date | datetime | time) else chain.plain(value)
        for name, value in values.items()
    }
