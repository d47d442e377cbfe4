"""Formulir B of PP 39/2006: the activities under each programme, with what the programme has brought."""

from naikkelas.analytics import queries as analytics
from naikkelas.kit import money
from naikkelas.kit.bilingual import Text
from naikkelas.programmes import queries as programmes
from naikkelas.reports import pp39
from naikkelas.reports.figures import Figures
from naikkelas.reports.report import Asked, Report
from naikkelas.reports.tables import column, row, table

_COLUMNS = [
    column("Program / kegiatan", width=4),
    column("Lokasi", width=2),
    column("Pagu (Rp)", "idr"),
    column("Dari PHLN (Rp)", "idr"),
    column("Rencana keuangan", "percent"),
    column("Realisasi s.d. triwulan lalu (Rp)", "idr"),
    column("Realisasi triwulan ini (Rp)", "idr"),
    column("Realisasi (Rp)", "idr"),
    column("Keuangan", "percent"),
    column("Fisik", "percent"),
    column("Keluaran", width=2),
    column("Permasalahan", width=4),
    column("Tindak lanjut", width=4),
]
_OUTCOMES = [
    column("Program", width=2),
    column("Indikator hasil (outcome)", width=3),
    column("Capaian"),
    column("Dari", width=2),
    column("Definisi", width=2),
]


def gather(asked: Asked) -> Figures:
    rows = []
    groups = pp39.by_programme(pp39.activities(asked))
    for programme, found in groups.items():
        s = pp39.total(found)
        rows.append(
            row(
                programme.name, None, s.pagu_idr, s.foreign_idr, s.planned, s.paid_before_idr,
        s.paid_quarter_idr, s.paid_idr,
                (s.paid_idr, s.pagu_idr), s.physical, None, None, None, ref=("programme", programme.pk), strong=True,
            )
        )  # fmt: skip
        rows += [
            row(
                a.name, a.place, a.pagu_idr, a.foreign_idr, a.planned, a.line.paid_before_idr,
                a.line.paid_quarter_idr, a.line.paid_idr,
                (a.line.paid_idr, a.pagu_idr), a.line.physical, a.output, pp39.joined(a.problems), pp39.joined(a.follow_ups),
                ref=("allocation", a.line.allocation.pk),
            )
            for a in found
        ]  # fmt: skip
    if groups:
        s = pp39.total([a for found in groups.values() for a in found])
        rows.append(
            row(
                "Jumlah", None, s.pagu_idr, s.foreign_idr, s.planned, s.paid_before_idr,
        s.paid_quarter_idr, s.paid_idr, (s.paid_idr, s.pagu_idr),
                s.physical, None, None, None, strong=True,
            )
        )  # fmt: skip
    lines = table("programmes", "Program dan kegiatan", _COLUMNS, rows, empty=pp39.NOTHING)
    outcomes = table(
        "outcomes", "Hasil (outcome) program", _OUTCOMES, _outcomes(asked, list(groups)),
        notes=["Indikator dihitung untuk seluruh wilayah laporan, tidak hanya untuk penerima program ini."],
    )  # fmt: skip
    return pp39.figures(asked, REPORT.id, REPORT.version, REPORT.title.id, [lines, outcomes])


def _outcomes(asked: Asked, found: list) -> list[dict]:
    rows = []
    for programme in found:
        kind = programmes.type_of(programme)
        for name in kind.indicators if kind else ():
            measure = analytics.indicators()[name]
            figure = analytics.figure(measure, asked.scope)
            write = money.rupiah if measure.facts == "allocation" else money.number
            counted = figure.whole is None
            rows.append(
                row(
                    programme.name, measure.name.id,
                    money.number(figure.part) if counted else money.percent(figure.part, figure.whole),
                    None if counted else f"{write(figure.part)} / {write(figure.whole)}",
                    f"{measure.id}@{measure.version}", ref=("indicator", measure.id),
                )
            )  # fmt: skip
    return rows


REPORT = Report(
    id="pp39_b",
    version=2,
    title=Text("Formulir B – laporan program", "Form B – report of programmes"),
    about=Text(
        "Kegiatan menurut program, dengan hasil (outcome) program.",
        "The activities of each programme, with its outcome.",
    ),
    legal_source=pp39.LEGAL_SOURCE,
    gather=gather,
    frozen=True,
    template="tables.typ",
    cases=pp39.CASES,
)
