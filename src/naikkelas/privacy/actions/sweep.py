"""Looking through every table for what names one person: the only place that knows no slice by name, so that a table
that is added tomorrow is not forgotten. And making what was deleted really go from the disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from itertools import batched
from operator import or_
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast

from naikkelas import vault
from naikkelas.kit.needles import Needles
from naikkelas.privacy.models import PersonRequest
from naikkelas.trail import actions as trail
from naikkelas.trail.actions import Actor

# columns that name somebody or something else by the same words: only numbers are struck out there
NAMES = frozenset(
    {"name", "name_key", "search_text", "label", "chair", "actor_name", "username", "first_name", "last_name"}
)
_AT_ONCE = 2_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _columns() -> Iterator[tuple[type[models.Model], Any]]:
    """Every column of every table that may hold text."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if model._meta.label == "trail.Event" and field.name != "details":
                continue  # ids, codes and the name beside the work that was done under it
            if (
                isinstance(field, models.CharField | models.TextField | models.JSONField)
                and not field.choices
            ):
                yield model, field


def _hits(model: type[models.Model], field: Any, needles: Needles) -> Iterator[tuple[Any, Any, Any]]:
    """(row, value, value without the person) where the two differ."""
    looked_for = needles if field.name not in NAMES else Needles(numbers=needles.numbers)
    if not looked_for.probes:
        return
    rows = model._base_manager.annotate(held_text=Cast(field.name, models.TextField()))
    asked = reduce(or_, (Q(held_text__icontains=probe) for probe in looked_for.probes))
    for pk, value in rows.filter(asked).order_by("pk").values_list("pk", field.name).iterator(_AT_ONCE):
        struck = looked_for.struck_in(value)
        if struck != value:
            yield pk, value, struck


def strike(needles: Needles, *, area: str, by: Actor, at: datetime) -> int:
    """Strike a person out of every text; return in how many places. The trail is not changed: it forgets the details."""
    count = 0
    with transaction.atomic():
        for model, field in _columns():
            if model._meta.label == "trail.Event":
                told = {pk for pk, _value, _struck in _hits(model, field, needles)}
                count += trail.forget(events=told, area=area, by=by, at=at)
                continue
            limit = getattr(field, "max_length", None)
            for pk, _value, struck in list(_hits(model, field, needles)):
                if limit and isinstance(struck, str):
                    struck = struck[:limit]
                model._base_manager.filter(pk=pk).update(**{field.name: struck})
                count += 1
    return count


def found(needles: Needles) -> list[str]:
    """Where something of the person still stands: 'table.column', empty when all is gone."""
    return sorted(
        {
            f"{model._meta.db_table}.{field.column}"
            for model, field in _columns()
            if next(_hits(model, field, needles), None) is not None
        }
    )


def pointed_to(files: set[str]) -> set[str]:
    """Those of some files of the vault that a row of any table still points to."""
    found: set[str] = set()
    for model, field in _columns():
        if model is PersonRequest and field.name == "result":
            continue  # where the files to be dropped are listed
        if isinstance(field, models.JSONField):
            if model._meta.app_label in ("trail", "django_tasks_db"):
                continue  # they tell of files and hold none
            for (text,) in model._base_manager.annotate(held_text=Cast(field.name, models.TextField())).values_list(
                "held_text"
            ).iterator(_AT_ONCE):  # fmt: skip
                found.update(files.intersection(_SHA256.findall(text or "")))
        elif field.name.endswith("sha256"):
            for part in batched(files, 500, strict=False):
                found.update(
                    model._base_manager.filter(**{f"{field.name}__in": part}).values_list(
                        field.name, flat=True
                    )
                )
    return found


def drop_files(files: list[str]) -> int:
    """Remove files that nothing points to any more; return how many."""
    gone = set(files)
    gone -= pointed_to(gone) if gone else set()
    for sha256 in sorted(gone):
        vault.current().blobs.remove(sha256)
    return len(gone)


def compact() -> None:
    """Write the database anew, so that pages and logs hold nothing of what was deleted or changed.

    Inside a transaction it cannot be done; whoever holds one does it afterwards.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
