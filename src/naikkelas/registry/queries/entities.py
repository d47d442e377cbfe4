"""The registry as lists for phones (ODK Entities): an entry has a name that never changes, and a version that rises."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from naikkelas.places import queries as places
from naikkelas.registry.models import Cooperative, Enterprise

MOST = 20_000
"""What a phone with little memory still reads."""
_BEGINNINGS = {"enterprise": "6e61696b-6b65-4c61-8a73", "cooperative": "6e61696b-6b6f-4c61-8a73"}


def entity_name(kind: str, pk: int) -> str:
    """The name of a record on phones, in the form of a UUID."""
    return f"{_BEGINNINGS[kind]}-{pk:012d}"


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
