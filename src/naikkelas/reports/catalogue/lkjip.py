"""Tables of the performance report (LKjIP): target, realised, achievement, last year, end of the strategic plan, money."""

from typing import Any

from naikkelas.analytics import queries as analytics
from naikkelas.analytics.queries import Figure
from naikkelas.analytics.scope import Scope
from naikkelas.kit import money
from naikkelas.kit.bilingual import Text
from naikkelas.kit.periods import Quarter
from naikkelas.programmes import queries as programmes
from naikkelas.reports.figures import Figures
from naikkelas.reports.heading import heading
from naikkelas.reports.queries import targets
from naikkelas.reports.report import Asked, Report
from naikkelas.reports.tables import column, row, table
from naikkelas.rules import achievement
from naikkelas.rules.score_bands import band

_BANDS = {
    "very_high": "Sangat tinggi", "high": "Tinggi", "medium": "Sedang", "low": "Rendah", "very_low": "Sangat rendah", None: None,
}  # fmt: skip
NO_TARGET = "belum ada target"
_COLUMNS = [
    column("Indikator kinerja", width=4),
    column("Target", width=2),
    column("Realisasi", width=2),
    column("Pembilang", "count"),
    column("Penyebut", "count"),
    column("Capaian", "percent"),
    column("Predikat", width=2),
    column("Realisasi tahun lalu", width=2),
    column("Target akhir Renstra", width=2),
    column("Capaian terhadap akhir Renstra", "percent"),
    column("Dokumen target", width=3),
]
_MONEY = [
    column("Program", width=4),
    column("Alokasi (Rp)", "idr"),
    column("Realisasi (Rp)", "idr"),
    column("Serapan", "percent"),
    column("Sisa (Rp)", "idr"),
]


def gather(asked: Asked) -> Figures:
    year, code = asked.scope.period.year, asked.scope.code
    now, before = analytics.figures(asked.scope), analytics.figures(Scope(code, Quarter(year - 1, 4)))
    rows = [_line(figure, before[name], code, year) for name, figure in now.items()]
    spent = [
        row(
            line["programme"].name, line["allocated_idr"], line["disbursed_idr"],
            (line["disbursed_idr"], line["allocated_idr"]), line["allocated_idr"] - line["disbursed_idr"],
            ref=("programme", line["programme"].pk),
        )
        for line in programmes.totals(code, year, asked.scope.period.last_day)
    ]  # fmt: skip
    return Figures(
        {
            "report": REPORT.id,
            "version": REPORT.version,
            "title": REPORT.title.id,
            "subtitle": "Perpres 29/2014; PermenPANRB 53/2014",
            **heading(asked, yearly=True),
            "facts": [],
            "caution": "Isi menurut PermenPANRB 53/2014 belum dikonfirmasi terhadap lembaran negara; rumus capaian indikator "
            "terbalik adalah pilihan yang perlu disetujui instansi.",
            "tables": [
                table("performance", "Capaian indikator kinerja", _COLUMNS, rows),
                table(
                    "money",
                    "Akuntabilitas keuangan",
                    _MONEY,
                    spent,
                    empty="Tidak ada program dengan alokasi tahun ini.",
                ),
            ],
            "notes": [
                "Target diisi instansi dari perjanjian kinerja dan Renstra; indikator tanpa target disebut demikian dan tidak "
                "diberi capaian. Predikat memakai skala Permendagri 86/2017, dihitung dari capaian paling tinggi 100%.",
                "Perbandingan dengan capaian nasional, analisis sebab, dan efisiensi ditulis oleh instansi di luar tabel ini.",
            ],
        }
    )


def _line(figure: Figure, before: Figure, code: str, year: int) -> dict[str, Any]:
    measure = figure.measure
    target, end = targets.target_of(measure.id, code, year), targets.plan_end_of(measure.id, code, year)
    reached = _achieved(figure, target)
    return row(
        measure.name.id,
        _told(target) if target else NO_TARGET,
        "tidak ada data" if figure.empty else _written(figure.part, figure.whole),
        figure.part,
        figure.whole,
        reached,
        _BANDS[band(min(reached[0], reached[1]), reached[1])] if reached and reached[1] else None,
        "tidak ada data" if before.empty else _written(before.part, before.whole),
        f"{_told(end)} ({end.year})" if end else NO_TARGET,
        _achieved(figure, end),
        target.source_document if target else None,
        ref=("indicator", measure.id),
    )


def _achieved(figure: Figure, target: Any) -> tuple[int, int] | None:
    if target is None or figure.empty:
        return None
    return achievement.achieved(
        (figure.part, figure.whole),
        (target.part, target.whole),
        lower_is_better=figure.measure.good == "down",
    )


def _told(target: Any) -> str:
    return _written(target.part, target.whole)


def _written(part: int, whole: int | None) -> str:
    return money.number(part) if whole is None else money.percent(part, whole)


REPORT = Report(
    id="lkjip",
    version=1,
    title=Text("Tabel LKjIP", "Tables of the performance report"),
    about=Text(
        "Target, realisasi, capaian, tahun lalu dan akhir Renstra tiap indikator, serta akuntabilitas keuangan.",
        "Target, realised, achievement, last year and end of the strategic plan of each indicator, and money.",
    ),
    legal_source="Perpres 29/2014; PermenPANRB 53/2014",
    gather=gather,
    template="tables.typ",
    yearly=True,
)
