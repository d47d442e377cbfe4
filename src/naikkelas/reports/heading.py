"""What stands at the head of every report: whose it is, of what and when, and whether its data are invented."""

from datetime import date
from typing import Any

from django.utils import timezone

from naikkelas.kit import days
from naikkelas.places import queries as places
from naikkelas.registry import queries as registry
from naikkelas.reports.report import Asked


def agency(area: Any) -> str:
    """The office that issues reports of an area."""
    if area.level == "nation":
        return "Kementerian Koperasi dan UKM"
    if area.level == "province":
        return f"Dinas Koperasi dan UKM Provinsi {area.name}"
    kind = "Kota" if area.kind == "kota" else "Kabupaten"
    return f"Dinas Koperasi dan UKM {kind} {area.name}"


def head(area: Any) -> str:
    """Who signs for that office."""
    return "Menteri Koperasi dan UKM" if area.level == "nation" else f"Kepala {agency(area)}"


def place(area: Any) -> str:
    """Where a report is signed."""
    return {"0": "Jakarta", "18": "Bandar Lampung"}.get(area.code, area.name)


def _early(asked: Asked, today: date) -> str:
    """What a reader has to know of a report that was issued while its period still ran."""
    if today > asked.scope.period.last_day:
        return ""
    return (
        f"Terbit sebelum triwulan berakhir ({days.day_text(asked.scope.period.last_day)}): angkanya keadaan pada hari terbit, "
        "bukan hasil triwulan. Terbitkan lagi sesudah hari itu."
    )


def heading(asked: Asked, *, yearly: bool = False) -> dict[str, Any]:
    """The part of the figures that names the issue."""
    area = places.region(asked.scope.code)
    period, today = asked.scope.period, timezone.localdate(asked.at)
    return {
        "number": asked.number,
        "area": {"code": area.code, "title": area.title, "level": area.level},
        "agency": agency(area),
        "signer": head(area),
        "place": place(area),
        "period": {
            "id": str(period.year) if yearly else str(period),
            "label": f"Tahun {period.year}" if yearly else period.label("id"),
            "year": period.year,
        },
        "period_end": days.day_text(period.last_day),
        "issued_on": days.day_text(today),
        "early": _early(asked, today),
        "issued_month": f"{days.MONTHS['id'][today.month - 1]} {today.year}",
        "synthetic": registry.any_synthetic(asked.scope.code),
    }
