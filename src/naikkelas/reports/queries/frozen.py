"""The report of an accepted area, drawn from its freeze and from nothing else: the same bytes whenever it is asked."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from naikkelas.instruments.forms import questionnaires
from naikkelas.kit import days
from naikkelas.kit.periods import Quarter
from naikkelas.monev.queries.freezes import contents
from naikkelas.places import queries as places
from naikkelas.reports.figures import Figures
from naikkelas.reports.heading import agency, place
from naikkelas.reports.render import pdf
from naikkelas.reports.tables import column, row, table

if TYPE_CHECKING:
    from naikkelas.monev.models import Freeze

_MADE = ("visited", "verified")
_REASONS = {
    "not_found": "tidak ditemukan", "refused": "menolak", "moved": "pindah", "closed": "tutup",
}  # fmt: skip
_STATES = {
    "planned": "belum dikunjungi", "visited": "dikunjungi", "verified": "diverifikasi", "replaced": "diganti",
    "unmet": "tidak dapat dikunjungi",
}  # fmt: skip
_FINDINGS = {
    "not_followed_up": "belum ditindaklanjuti", "in_progress": "dalam proses", "resolved": "selesai",
    "cannot_be_followed_up": "tidak dapat ditindaklanjuti", "withdrawn": "ditarik",
}  # fmt: skip


def frozen_report(freeze: Freeze) -> bytes:
    """The report as PDF. Its number, moment and every figure come from the freeze."""
    kept = contents(freeze.sha256)
    at = datetime.fromisoformat(kept["frozen_at"])
    return pdf.draw(frozen_figures(kept, freeze.sha256), "tables.typ", at)


def frozen_figures(kept: dict[str, Any], sha256: str) -> Figures:
    area, cycle = kept["area"], kept["cycle"]
    frozen_on = datetime.fromisoformat(kept["frozen_at"]).astimezone(places.zone_of(area["code"])).date()
    period = Quarter(cycle["year"], cycle["quarter"])
    number = f"monev-{area['code']}-{period}-{cycle['id']}-B{kept['number']:02d}"
    office = SimpleNamespace(**area)
    expected = [v for v in kept["visits"] if v["state"] != "replaced"]
    return Figures(
        {
            "report": "monev_area",
            "version": 1,
            "number": number,
            "title": "Laporan Hasil Monev Wilayah",
            "subtitle": cycle["name"],
            "agency": agency(office),
            "place": place(office),
            "area": {"code": area["code"], "title": area["title"], "level": area["level"]},
            "period": {"id": str(period), "label": period.label("id"), "year": period.year},
            "period_end": days.day_text(period.last_day),
            "issued_on": days.day_text(frozen_on),
            "synthetic": cycle["synthetic"],
            "caution": "",
            "facts": [["Sidik bekuan", sha256], ["Sidik data registri", kept["registry"]["sha256"]],
                      *[["Pertanyaan", text] for text in kept["plan"].get("questions", [])]],
            "tables": [
                _visits(expected), _absent(kept["visits"]), _indicators(kept["indicators"]), _findings(kept["findings"]),
            ],
            "notes": [
                f"Registri wilayah pada saat diterima: {kept['registry']['enterprises']} UMKM dan "
                f"{kept['registry']['cooperatives']} koperasi. {len(kept['rules'])} kumpulan aturan dan "
                f"{len(kept['indicators'])} definisi indikator dibekukan bersamanya. "
                "Dokumen ini dibuat dari bekuan itu saja, sehingga sama setiap kali dibuat oleh versi program yang sama."
            ],
        }
    )  # fmt: skip


def _visits(expected: list[dict[str, Any]]) -> dict[str, Any]:
    forms = questionnaires()
    rows = []
    for name in sorted({v["instrument"] for v in expected}):
        mine = [v for v in expected if v["instrument"] == name]
        made = sum(v["state"] in _MADE for v in mine)
        on_time = sum(bool(v.get("on_time")) for v in mine)
        rows.append(
            row(
                forms[name].title.id if name in forms else name, len(mine), made, (made, len(mine)), on_time,
                (on_time, len(mine)), sum(v["state"] == "verified" for v in mine),
            )
        )  # fmt: skip
    columns = [
        column("Formulir", width=3), column("Diharapkan", "count"), column("Masuk", "count"),
        column("Kelengkapan", "percent"), column("Tepat waktu", "count"), column("Ketepatan waktu", "percent"),
        column("Terverifikasi", "count"),
    ]  # fmt: skip
    return table("visits", "Kunjungan", columns, rows, empty="Tidak ada kunjungan.")


def _absent(visits: list[dict[str, Any]]) -> dict[str, Any]:
    counts = Counter((v["state"], v["reason"]) for v in visits if v["state"] not in _MADE)
    rows = [
        row(_STATES.get(state, state), _REASONS.get(reason, "–"), count)
        for (state, reason), count in sorted(counts.items())
    ]
    columns = [column("Keadaan", width=3), column("Alasan", width=3), column("Jumlah", "count")]
    return table(
        "absent", "Yang tidak dikunjungi", columns, rows, empty="Semua yang direncanakan dikunjungi."
    )


def _indicators(lines: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [
        row(
            line["name"]["id"], f"{line['id']}@{line['version']}", line["part"], line["whole"],
            (line["part"], line["whole"]) if line["unit"] == "percent" and line["whole"] else None,
        )
        for line in lines
        if line["part"] is not None
    ]  # fmt: skip
    columns = [
        column("Indikator", width=4), column("Definisi", width=2), column("Pembilang", "count"), column("Penyebut", "count"),
        column("Nilai", "percent"),
    ]  # fmt: skip
    return table("indicators", "Indikator dari kunjungan", columns, rows)


def _findings(findings: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [
        row(
            f["number"],
            _FINDINGS.get(f["state"], f["state"]),
            f["amount_idr"],
            _day(f["opened_on"]),
            _day(f["due_on"]),
        )
        for f in findings
    ]
    columns = [
        column("Temuan", width=2), column("Keadaan", width=3), column("Nilai (Rp)", "idr"), column("Dibuka", width=2),
        column("Tenggat", width=2),
    ]  # fmt: skip
    return table("findings", "Temuan", columns, rows, empty="Tidak ada temuan.")


def _day(text: str) -> str:
    return days.day_text(date.fromisoformat(text))
