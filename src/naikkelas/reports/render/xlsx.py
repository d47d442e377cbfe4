"""The same figures as a workbook: one sheet a table, numbers as numbers, texts as texts."""

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from naikkelas.reports.figures import Figures

_SHEETS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "indicators": (
        "Indikator",
        [("Indikator", "name"), ("Capaian", "text"), ("Pembilang", "part"), ("Penyebut", "whole"), ("Peringkat", "band"),
         ("Definisi", "id"), ("Versi", "version"), ("Sumber", "source"), ("Arti", "meaning")],
    ),
    "programmes": (
        "Program",
        [("Program", "name"), ("Alokasi (Rp)", "allocated_idr"), ("Cair (Rp)", "disbursed_idr"), ("Serapan", "percent"),
         ("Penerima", "recipients"), ("Direncanakan", "planned"), ("Dikunjungi", "visited"), ("Temuan", "findings")],
    ),
    "areas": (
        "Wilayah",
        [("Kode", "code"), ("Kabupaten/kota", "name"), ("Direncanakan", "planned"), ("Dikunjungi", "visited"),
         ("Terverifikasi", "verified"), ("Temuan terbuka", "findings_open"), ("Status", "state"),
         ("Terlambat (hari kerja)", "late_workdays"),
         ("Alokasi", "allocated"), ("Cair", "disbursed"), ("Serapan", "absorption"), ("Koperasi", "cooperatives"),
         ("Koperasi aktif", "cooperatives_active")],
    ),
    "rules": (
        "Aturan",
        [("Aturan", "title"), ("Sumber hukum", "source"), ("Versi", "hash"), ("Keyakinan", "mark")],
    ),
}  # fmt: skip
_RECIPIENTS = [
    ("Program", "programme"), ("Penerima", "name"), ("Wilayah", "area"), ("Keputusan", "decree"), ("Nilai", "amount"),
    ("Cair", "disbursed"), ("Kunjungan", "visit"),
]  # fmt: skip
_FINDINGS = [
    ("Nomor", "number"), ("Temuan", "title"), ("Wilayah", "area"), ("Bobot", "severity"), ("Uang terkait", "amount"),
    ("Tenggat", "due_on"), ("Status", "state"), ("Rekomendasi", "recommendation"),
]  # fmt: skip


def draw(figures: Figures, at: datetime) -> bytes:
    """The report as XLSX. `at` is the only time in it."""
    values = figures.values
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    title = values.get("title", "Laporan Monev")
    book.set_properties(
        {"title": f"{title} {values['period']['label']}", "created": at.astimezone(UTC).replace(tzinfo=None)}
    )
    bold = book.add_format({"bold": True, "bg_color": "#E7F1EC", "text_wrap": True, "valign": "top"})
    cover = book.add_worksheet("Laporan")
    for row, (name, value) in enumerate(_cover(figures)):
        cover.write_string(row, 0, name, bold)
        cover.write_string(row, 1, value)
    cover.set_column(0, 0, 28)
    cover.set_column(1, 1, 80)
    if "tables" in values:
        for each in values["tables"]:
            _frozen_table(book, each, bold)
    else:
        for key, (name, columns) in _SHEETS.items():
            _table(book, name, columns, values[key], bold)
        _table(book, "Temuan", _FINDINGS, values["findings"]["listed"], bold)
        _table(book, "Penerima", _RECIPIENTS, values["recipients"]["listed"], bold)
    book.close()
    return buffer.getvalue()


def _frozen_table(book: Any, table: dict[str, Any], bold: Any) -> None:
    """A table of reports.tables: numbers and shares as numbers, notes below."""
    sheet = book.add_worksheet(table["title"][:31].replace("/", "-"))
    shown = {
        "idr": book.add_format({"num_format": "#,##0"}),
        "percent": book.add_format({"num_format": "0.0%"}),
    }
    for at, column in enumerate(table["columns"]):
        sheet.write_string(0, at, column["label"], bold)
        sheet.set_column(at, at, 36 if column["width"] > 2 else 20)
    for number, row in enumerate(table["rows"], 1):
        for at, (column, cell) in enumerate(zip(table["columns"], row["cells"], strict=True)):
            if cell is None or cell == "":
                continue
            if column["kind"] == "percent":
                if cell[1]:
                    sheet.write_number(number, at, cell[0] / cell[1], shown["percent"])
            elif isinstance(cell, int):
                sheet.write_number(number, at, cell, shown.get(column["kind"]))
            else:
                sheet.write_string(number, at, cell)
    for number, note in enumerate(table["notes"], len(table["rows"]) + 2):
        sheet.write_string(number, 0, note)
    sheet.freeze_panes(1, 0)


def _cover(figures: Figures) -> list[tuple[str, str]]:
    values = figures.values
    return [
        ("Laporan", values.get("title", "Laporan Monitoring dan Evaluasi Triwulan")),
        ("Nomor", values["number"]),
        ("Wilayah", f"{values['area']['title']} ({values['area']['code']})"),
        ("Periode", values["period"]["label"]),
        ("Instansi", values["agency"]),
        ("Tanggal terbit", values["issued_on"]),
        ("Data", "SINTETIS – dibuat oleh demonstrasi" if values["synthetic"] else "Data instansi"),
        *(("Perhatian", values[name]) for name in ("early", "caution") if values.get(name)),
        *((name, told) for name, told in values.get("facts", ())),
        *([("Dasar", values["basis"]["text"])] if "basis" in values else []),
        ("Sidik angka (SHA-256)", figures.sha256),
        *(("Keterangan", note) for note in values.get("notes", ())),
    ]


def _table(
    book: Any, title: str, columns: list[tuple[str, str]], rows: list[dict[str, Any]], bold: Any
) -> None:
    sheet = book.add_worksheet(title)
    for at, (header, _) in enumerate(columns):
        sheet.write_string(0, at, header, bold)
    for number, row in enumerate(rows, 1):
        for at, (_, key) in enumerate(columns):
            value = row.get(key)
            if isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(number, at, value)
            elif value is not None:
                sheet.write_string(number, at, str(value))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 20)
