"""The list of assets (BMN/BMD): what programme money built, what it cost, whose it is now, and in what condition."""

from typing import Any

from naikkelas.kit import days
from naikkelas.kit.bilingual import Text
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes.queries import reporting
from naikkelas.programmes.queries.reporting import AssetLine
from naikkelas.reports.figures import Figures
from naikkelas.reports.heading import heading
from naikkelas.reports.pp39 import SOURCE_NAMES
from naikkelas.reports.report import Asked, Report
from naikkelas.reports.tables import column, row, table

_SOURCES = SOURCE_NAMES | {
    "dak": "DAK", "apbd_province": "APBD provinsi", "apbd_regency": "APBD kabupaten/kota",
}  # fmt: skip
_KINDS = {"market": "Pasar rakyat", "plut": "PLUT-KUMKM"}
_CONDITIONS = {"good": "baik", "light": "rusak ringan", "medium": "rusak sedang", "heavy": "rusak berat"}
BMN, GRANTED, BMD = "BMN, belum dihibahkan", "dihibahkan, menjadi BMD", "BMD"
_COLUMNS = [
    column("No", "count"),
    column("Aset", width=3),
    column("Jenis", width=2),
    column("Lokasi", width=3),
    column("Program, tahun", width=3),
    column("Sumber dana, dokumen", width=3),
    column("Keputusan", width=2),
    column("Nilai (Rp)", "idr"),
    column("Fisik", "percent"),
    column("Serah terima", width=2),
    column("Status", width=2),
    column("Hibah: hari, dokumen", width=3),
    column("Kondisi, kunjungan terakhir", width=3),
]

_SUMS = [column("Status", width=3), column("Aset", "count"), column("Nilai (Rp)", "idr")]


def gather(asked: Asked) -> Figures:
    lines = reporting.asset_lines(asked.scope.code, asked.scope.period.last_day)
    rows = [
        row(
            n, line.recipient.name, _kind(line),
            places.place_of(line.recipient.area_id),
            f"{line.recipient.allocation.ceiling.programme.name}, {line.recipient.allocation.ceiling.year}",
            f"{_SOURCES[line.recipient.allocation.ceiling.source]}, {line.recipient.allocation.ceiling.document_no}",
            f"{line.recipient.decree_no}, {days.day_text(line.recipient.decree_on)}", line.paid_idr,
            None if line.physical_percent is None else (line.physical_percent, 100),
            _stage(line.handed_over), status(line), _stage(line.granted), _condition(line, asked),
            ref=("recipient", line.recipient.pk),
        )
        for n, line in enumerate(lines, 1)
    ]  # fmt: skip
    if rows:
        rows.append(
            row(None, "Jumlah", *[None] * 5, sum(line.paid_idr for line in lines), *[None] * 5, strong=True)
        )
    sums = [
        row(name, len(chosen), sum(line.paid_idr for line in chosen))
        for name in (BMN, GRANTED, BMD)
        if (chosen := [line for line in lines if status(line) == name])
    ]
    return Figures(
        {
            "report": REPORT.id,
            "version": REPORT.version,
            "title": REPORT.title.id,
            "subtitle": "PP 27/2014 jo. PP 28/2020; PP 7/2008 dan PP 19/2022",
            **heading(asked),
            "facts": [],
            "caution": "Susunan kolom belum dikonfirmasi. Daftar ini tidak menggantikan SAKTI atau daftar barang daerah.",
            "tables": [
                table("assets", "Daftar aset", _COLUMNS, rows, empty="Tidak ada aset yang dibangun dengan dana program."),
                table("status", "Menurut status", _SUMS, sums),
            ],
            "notes": [
                "Nilai adalah uang yang dicairkan (SP2D dikurangi pembatalan) sampai akhir triwulan. Aset dari APBN adalah "
                "BMN sampai dihibahkan; dari DAK dan APBD adalah BMD. Hari dan dokumen hibah menurut tahap yang dicatat; "
                "kondisi menurut kunjungan terakhir sampai hari terbit."
            ],
        }
    )  # fmt: skip


def status(line: AssetLine) -> str:
    """Whose goods it is: the state's until granted, the region's where the region's money built it."""
    if line.recipient.allocation.ceiling.source not in SOURCE_NAMES:
        return BMD
    return GRANTED if line.granted else BMN


def _kind(line: AssetLine) -> str | None:
    """What kind of building it is; none where the decree names one that is not in the list of facilities."""
    facility = line.recipient.facility
    return facility and _KINDS.get(facility.kind, facility.kind)


def _stage(reached: Any) -> str | None:
    if reached is None:
        return None
    return f"{days.day_text(reached.reached_on)}{', ' + reached.note if reached.note else ''}"


def _condition(line: AssetLine, asked: Asked) -> str | None:
    if line.recipient.facility is None:
        return None
    visits = (
        monev.visits_to(line.recipient.facility)
        .exclude(state__in=("rejected", "again"))
        .filter(received_at__lte=asked.at)
    )
    for visit in visits:
        found = monev.facts_of(visit).get("condition") or _answered(visit)
        if found:
            return f"{_CONDITIONS.get(str(found), found)}, {days.day_text(visit.visited_on)}"
    return None


def _answered(visit: Any) -> str:
    return next((a["text"] for a in visit.answers if a["path"].rpartition("/")[2] == "condition"), "")


REPORT = Report(
    id="assets",
    version=1,
    title=Text("Daftar aset (BMN/BMD)", "List of assets (BMN/BMD)"),
    about=Text(
        "Sarana yang dibangun dengan dana program: nilai, status, serah terima, hibah, dan kondisinya.",
        "Facilities built with programme money: value, status, hand-over, grant and condition.",
    ),
    legal_source="PP 27/2014; PP 19/2022",
    gather=gather,
    template="tables.typ",
)
