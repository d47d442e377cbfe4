"""Erasures written down beside the database, so that a restored backup can be made to forget again what was forgotten since.

One line an erasure in `erasures.jsonl` of the data folder. It names nobody: numbers of rows, and marks that only the
installation's own key can compare with a person, since a number alone may be another person's in a restored database.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from naikkelas import vault
from naikkelas.kit.text import folded
from naikkelas.vault.blobs import sync_folder

if TYPE_CHECKING:
    from naikkelas.privacy.models import PersonRequest
    from naikkelas.registry.models import Person

JOURNAL, PENDING = "erasures.jsonl", "erasures.pending.jsonl"
"""All that was erased; what a restored backup has still to forget."""


def path(name: str) -> Path:
    return vault.current().folder / name


def lines(name: str) -> list[dict[str, Any]]:
    file = path(name)
    return [json.loads(line) for line in file.read_text().splitlines() if line] if file.exists() else []


def marks(person: Person) -> list[str]:
    """By what a person is known again: NIK, telephone, name, each as a keyed digest that stands nowhere else."""
    return marks_of({"nik_index": {person.nik_index or ""}, "phone": {person.phone}, "name": {person.name}})


def marks_of(known: dict[str, set[str]]) -> list[str]:
    """Marks of all values of the columns nik_index, phone and name."""
    told = {
        (column, folded(value))
        for column in ("nik_index", "phone", "name")
        for value in known.get(column, ())
    }
    return sorted(vault.current().seal.index(f"erased {column} {value}") for column, value in told if value)


def write_down(request: PersonRequest, persons: list[dict[str, Any]], at: datetime) -> None:
    """Add an erasure that begins; `persons` as {id, marks}. On disk before this returns, and only once a request."""
    told = {
        "at": at.astimezone(UTC).isoformat(), "request": request.pk, "persons": persons, "area": request.area_id,
        "received_on": request.received_on.isoformat(), "opened_by": request.opened_by_id, "decided_by": request.decided_by_id,
    }  # fmt: skip
    if any(line["request"] == request.pk and line["persons"] == persons for line in lines(JOURNAL)):
        return
    handle = os.open(path(JOURNAL), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write(json.dumps(told) + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path(JOURNAL).parent)
