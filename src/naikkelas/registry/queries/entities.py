"""The registry as lists for phones (ODK Entities): an entry has a name that never changes, and a version that rises."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Max, QuerySet

from naikkelas import vault
from naikkelas.instruments.entities import FACTS
from naikkelas.places import queries as places
from naikkelas.registry.models import Cooperative, Enterprise, Merge
from naikkelas.registry.queries.doubles import record_exists

MOST = 20_000
"""What a phone with little memory still reads."""
_BEGINNINGS = {"enterprise": "6e61696b-6b65-4c61-8a73", "cooperative": "6e61696b-6b6f-4c61-8a73"}


def entity_name(kind: str, pk: int) -> str:
    """The name of a record on phones, in the form of a UUID."""
    return f"{_BEGINNINGS[kind]}-{pk:012d}"


def number_in(kind: str, entity: str) -> int | None:
    """The number of a record that a name on phones holds, whether or not there is one; None where it is no such name."""
    beginning, _, number = entity.rpartition("-")
    if beginning != _BEGINNINGS[kind] or len(number) != 12 or not (number.isascii() and number.isdigit()):
        return None
    return int(number)


def number_of(kind: str, entity: str) -> int | None:
    """The record whose name on phones this is; what was merged is the record that it went into. None where there is none."""
    number = number_in(kind, entity)
    return None if number is None else standing_id(kind, number)


def standing_id(kind: str, pk: int) -> int | None:
    """The record with a number, or the one that it was merged into; None where it is gone."""
    seen: set[int] = set()
    while not record_exists(kind, pk):
        merge = Merge.objects.filter(kind=kind, absorbed_id=pk, undone_at=None).first()
        if merge is None or pk in seen:
            return None
        seen.add(pk)
        pk = merge.survivor_id
    return pk


def records(kind: str, pks: Iterable[int]) -> dict[int, Enterprise | Cooperative]:
    """Records by their numbers, of those that are there."""
    rows = Cooperative.objects if kind == "cooperative" else Enterprise.objects.select_related("owner")
    return rows.in_bulk(list(pks))


def record(kind: str, pk: int) -> Enterprise | Cooperative | None:
    return records(kind, [pk]).get(pk)


def entered(kind: str, regencies: Iterable[str]) -> dict[str, tuple[int, int]]:
    """How many records each of these kabupaten/kota has, and the number of its newest: they differ from before where
    somebody entered one meanwhile."""
    rows = (Cooperative if kind == "cooperative" else Enterprise).objects.all()
    found: dict[str, tuple[int, int]] = {}
    for code in regencies:
        told = places.within(rows, code, "area_id").aggregate(count=Count("pk"), newest=Max("pk"))
        found[code] = (told["count"], told["newest"] or 0)
    return found


def hold_record(kind: str, pk: int) -> None:
    """Keep everybody else from changing a record until the transaction ends: what is read of it afterwards stands."""
    rows = (Cooperative if kind == "cooperative" else Enterprise).objects
    rows.select_for_update().filter(pk=pk).values_list("pk").first()


def version_of(record: Enterprise | Cooperative) -> int:
    """The version that the lists on phones carry."""
    return int(record.updated_at.timestamp())


_OF_OWNER = {"owner_name": "name", "sex": "sex", "phone": "phone", "email": "email"}


def held_values(record: Enterprise | Cooperative, names: Iterable[str], year: int) -> dict[str, Any]:
    """What the registry holds in these fields (instruments.entities.FIELDS); what belongs to a year, of that year."""
    enterprise = isinstance(record, Enterprise)
    of_year = (
        record.years.filter(year=year, superseded_at=None).first()
        if enterprise
        else record.years.filter(book_year=year, superseded_at=None).first()
    )
    found: dict[str, Any] = {}
    for name in names:
        if name == "year":
            found[name] = year if of_year else None
        elif name in FACTS["enterprise" if enterprise else "cooperative"]:
            found[name] = getattr(of_year, name, None)
        elif name == "area_code":
            found[name] = record.area_id
        elif enterprise and name in _OF_OWNER:
            found[name] = getattr(record.owner, _OF_OWNER[name])
        elif enterprise and name == "person_nik":
            sealed = record.owner.nik_sealed
            found[name] = vault.current().seal.open(sealed) if sealed else ""
        else:
            found[name] = getattr(record, name)
    return found


ENTERPRISE_COLUMNS = ("area_code", "sector", "size_class", "geometry")
COOPERATIVE_COLUMNS = ("area_code", "legal_no", "official_status")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """An entity list (ODK Entities): who, called what, in which version, and its properties."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["name", "label", "__version", *columns])
    writer.writerows(rows)
    return buffer.getvalue().encode()


def enterprise_rows(codes: Iterable[str]) -> list[tuple[Any, ...]]:
    """Name, label, version, village, sector, size class and location of the enterprises of some areas. Whose owner's data
    are restricted is left out."""
    rows = _of(Enterprise.objects.filter(owner__restricted_at=None), codes)
    return [
        (
            entity_name("enterprise", pk),
            name,
            int(at.timestamp()),
            area,
            sector,
            size_class,
            _geometry(latitude, longitude),
        )
        for pk, name, at, area, sector, size_class, latitude, longitude in rows.values_list(
            "id", "name", "updated_at", "area_id", "sector", "size_class", "latitude", "longitude"
        )[:MOST]
    ]


def cooperative_rows(codes: Iterable[str]) -> list[tuple[Any, ...]]:
    """Name, label, version, village, legal number and official status of the cooperatives of some areas."""
    rows = _of(Cooperative.objects.all(), codes)
    return [
        (entity_name("cooperative", pk), name, int(at.timestamp()), area, legal_no, status)
        for pk, name, at, area, legal_no, status in rows.values_list(
            "id", "name", "updated_at", "area_id", "legal_no", "official_status"
        )[:MOST]
    ]


def _of(rows: QuerySet, codes: Iterable[str]) -> QuerySet:
    found = rows.none()
    for code in sorted(set(codes)):
        found = found | places.within(rows, code, "area_id")
    return found.order_by("area_id", "name", "id")


def _geometry(latitude: float | None, longitude: float | None) -> str:
    return "" if latitude is None or longitude is None else f"{latitude} {longitude} 0 0"
