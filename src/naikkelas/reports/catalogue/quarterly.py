"""Laporan Monev Triwulan: what became of the programmes in a quarter, by programme and by area."""

from typing import Any

from django.utils import timezone

from naikkelas.analytics import needs, pictures, queries
from naikkelas.analytics.queries import Figure
from naikkelas.analytics.scope import Scope
from naikkelas.kit import days, money
from naikkelas.kit.bilingual import Text
from naikkelas.kit.periods import Quarter
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.reports.figures import Figures
from naikkelas.reports.heading import heading
from naikkelas.reports.report import Asked, Report
from naikkelas.rules import size_class
from naikkelas.rules.catalogues import rule_heads
from naikkelas.rules.follow_up import CLOSED

_BANDS = {
    "very_high": "Sangat tinggi",
    "high": "Tinggi",
    "medium": "Sedang",
    "low": "Rendah",
    "very_low": "Sangat rendah",
    None: "–",
}
_STATES = {
    "open": "Berjalan",
    "sent": "Terkirim",
    "returned": "Dikembalikan",
    "accepted": "Diterima",
}
_FINDING_STATES = {
    "not_followed_up": "Belum ditindaklanjuti",
    "in_progress": "Dalam proses",
    "resolved": "Selesai",
    "cannot_be_followed_up": "Tidak dapat ditindaklanjuti",
}
_SEVERITIES = {"low": "Rendah", "medium": "Sedang", "high": "Tinggi"}
_VISITS = {"planned": "belum", "visited": "dikunjungi", "verified": "terverifikasi", None: "–"}
_MARKS = {
    "read": "dibaca dari sumber, bukan lembaran negara",
    "unconfirmed": "belum terkonfirmasi",
    "proposal": "usulan naikkelas",
}
_LISTED = 40
"""Findings that the report lists by title; the rest are counted."""
_RECIPIENTS_LISTED = 200


def gather(asked: Asked) -> Figures:
    """Work out everything the report says. Money stays whole rupiah; texts are Indonesian, as the report is."""
    scope = asked.scope
    cycle = monev.current_cycle(scope.code, scope.period)
    today = timezone.localdate(asked.at)
    lines = monev.board(cycle, scope.code, min(today, _closing(scope.period, cycle))) if cycle else []
    figures = queries.figures(scope)
    absorption = queries.by_regency(queries.indicators()["budget_absorption"], scope)
    return Figures(
        {
            "report": "quarterly",
            "version": REPORT.version,
            **heading(asked),
            "cycle": _cycle(cycle, lines),
            "indicators": [_indicator(f) for f in figures.values()],
            "programmes": _programmes(scope),
            "areas": _areas(scope, lines, absorption),
            "needs": [
                {"area": n.line.cycle_area.area.title, "reasons": n.told("id")}
                for n in needs.ranked(lines, absorption)[:8]
            ],
            "findings": _findings(scope),
            "cooperatives": _cooperatives(scope),
            "rules": [
                {
                    "id": h.id,
                    "title": h.title_id,
                    "source": h.legal_source,
                    "hash": h.hash,
                    "mark": _MARKS[h.mark],
                }
                for h in rule_heads().values()
                if h.in_force(today) or h.in_force(scope.period.last_day)
            ],
            "class_law": size_class.in_force(today).head.legal_source,
            "recipients": _recipients(scope, cycle),
            "pictures": {
                "map": pictures.area_map(queries.indicators()["visits_done"], scope, "id"),
                "bars": pictures.programme_bars(scope, "id"),
            },
        }
    )


def _closing(period: Quarter, cycle: Any) -> Any:
    """Lateness is told as of the day of issue, but never beyond three months after the deadline."""
    return Quarter.of(cycle.due_on).next.last_day


def _indicator(figure: Figure) -> dict[str, Any]:
    measure = figure.measure
    money_parts = bool(measure.numerator.column and measure.numerator.column.endswith("_idr"))
    write = money.rupiah if money_parts else money.number
    return {
        "id": measure.id,
        "version": measure.version,
        "name": measure.name.id,
        "meaning": measure.meaning.id,
        "source": measure.source,
        "part": figure.part,
        "whole": figure.whole,
        "text": money.number(figure.part)
        if figure.whole is None
        else money.percent(figure.part, figure.whole),
        "parts_text": write(figure.part)
        if figure.whole is None
        else f"{write(figure.part)} / {write(figure.whole)}",
        "band": _BANDS[figure.band],
    }


def _cycle(cycle: Any, lines: list[monev.AreaLine]) -> dict[str, Any] | None:
    if cycle is None:
        return None
    return {
        "name": cycle.name,
        "opens_on": days.day_text(cycle.opens_on),
        "due_on": days.day_text(cycle.due_on),
        "due_workdays": cycle.due_workdays,
        "planned": sum(line.planned for line in lines),
        "visited": sum(line.visited for line in lines),
        "verified": sum(line.verified for line in lines),
        "late": sum(line.late for line in lines),
        "accepted": sum(line.cycle_area.state == "accepted" for line in lines),
        "areas": len(lines),
    }


def _programmes(scope: Scope) -> list[dict[str, Any]]:
    rows = []
    for row in programmes.totals(scope.code, scope.period.year, scope.period.last_day):
        programme = row["programme"]
        kind = programmes.type_of(programme)
        counts = monev.programme_counts(programme, scope.code)
        rows.append(
            {
                "id": programme.pk,
                "name": programme.name,
                "about": kind.about.id if kind else "",
                "legal_source": kind.legal_source if kind else "",
                "allocated_idr": row["allocated_idr"],
                "disbursed_idr": row["disbursed_idr"],
                "allocated": money.rupiah(row["allocated_idr"]),
                "disbursed": money.rupiah(row["disbursed_idr"]),
                "percent": money.percent(row["disbursed_idr"], row["allocated_idr"]),
                "stages": programmes.stage_counts(programme, scope.code, scope.period.last_day),
                **counts,
            }
        )
    return rows


def _areas(scope: Scope, lines: list[monev.AreaLine], absorption: dict[str, Figure]) -> list[dict[str, Any]]:
    statuses = registry.status_counts(scope.code)
    rows = []
    for line in lines:
        code = line.cycle_area.area_id
        paid, status = absorption.get(code), statuses.get(code, {})
        rows.append(
            {
                "code": code,
                "name": line.cycle_area.area.title,
                "planned": line.planned,
                "visited": line.visited,
                "verified": line.verified,
                "visited_percent": money.percent(line.visited, line.planned),
                "findings_open": line.findings_open,
                "state": _STATES[line.cycle_area.state],
                "late_workdays": line.late_workdays,
                "allocated": money.rupiah(paid.whole or 0) if paid else "–",
                "disbursed": money.rupiah(paid.part) if paid else "–",
                "absorption": money.percent(paid.part, paid.whole or 0) if paid else "–",
                "cooperatives": status.get("registered", 0),
                "cooperatives_active": status.get("active", 0),
            }
        )
    return rows


def _recipients(scope: Scope, cycle: Any) -> dict[str, Any]:
    """Who received what, by programme and area. Persons are not named: the decree is, which names them."""
    visited = monev.recipient_states(cycle) if cycle else {}
    rows = [
        {
            "programme": programme.name,
            "area": places.place_of(r.area_id),
            "name": "Perorangan" if r.kind == "person" else r.name,
            "decree": r.decree_no,
            "amount": money.rupiah(r.amount_idr),
            "disbursed": money.rupiah(r.disbursed_idr),
            "visit": _VISITS[visited.get(r.pk)],
        }
        for programme in programmes.programmes_of_year(scope.code[:2], scope.period.year)
        for r in programmes.recipients_of(programme, scope.code)
    ]
    return {"listed": rows[:_RECIPIENTS_LISTED], "unlisted": max(0, len(rows) - _RECIPIENTS_LISTED)}


def _findings(scope: Scope) -> dict[str, Any]:
    rows = scope.within(monev.findings().exclude(state="withdrawn"), "area_id", "finding")
    heaviest = sorted(rows, key=lambda f: (f.due_on, -list(_SEVERITIES).index(f.severity), f.pk))
    listed = [
        {
            "number": f.number,
            "title": f.title,
            "area": places.name_of(f.area_id[:5]),
            "severity": _SEVERITIES[f.severity],
            "amount": money.rupiah(f.amount_idr) if f.amount_idr else "–",
            "due_on": days.day_text(f.due_on),
            "state": _FINDING_STATES[f.state],
            "recommendation": f.recommendation,
        }
        for f in heaviest[:_LISTED]
    ]
    total = rows.count()
    still = rows.exclude(state__in=CLOSED)
    stakes = sum(amount or 0 for amount in still.values_list("amount_idr", flat=True))
    return {
        "total": total,
        "open": still.count(),
        "closed": total - still.count(),
        "stake": money.rupiah(stakes),
        "listed": listed,
        "unlisted": max(0, total - _LISTED),
    }


def _cooperatives(scope: Scope) -> dict[str, int]:
    counts = registry.status_counts(scope.code).values()
    return {
        "registered": sum(c.get("registered", 0) for c in counts),
        "active": sum(c.get("active", 0) for c in counts),
        "inactive": sum(c.get("inactive", 0) for c in counts),
    }


REPORT = Report(
    id="quarterly",
    version=1,
    title=Text("Laporan Monev Triwulan", "Quarterly monev report"),
    about=Text(
        "Hasil monitoring dan evaluasi program strategis dan inovasi dalam satu triwulan, per program dan per wilayah.",
        "Results of monitoring and evaluation of strategic programmes and innovations in a quarter, by programme and area.",
    ),
    legal_source="PP 39/2006; Permendagri 86/2017",
    gather=gather,
    frozen=True,
    template="quarterly.typ",
)
