"""Formulir C of PP 39/2006: programmes and activities rolled up, and what lags behind, with cause and action."""

from naikkelas.kit.bilingual import Text
from naikkelas.reports import pp39
from naikkelas.reports.figures import Figures
from naikkelas.reports.report import Asked, Report
from naikkelas.reports.tables import column, row, table
from naikkelas.rules import lagging

_COLUMNS = [
    column("No", "count"),
    column("Program", width=3),
    column("Kegiatan", "count"),
    column("Kegiatan tertinggal", "count"),
    column("Pagu (Rp)", "idr"),
    column("Rencana keuangan", "percent"),
    column("Realisasi s.d. triwulan lalu (Rp)", "idr"),
    column("Realisasi triwulan ini (Rp)", "idr"),
    column("Realisasi (Rp)", "idr"),
    column("Sisa pagu (Rp)", "idr"),
    column("Keuangan", "percent"),
    column("Fisik", "percent"),
]
_LAGGING = [
    column("Program", width=2),
    column("Kegiatan yang tertinggal", width=2),
    column("Lokasi", width=2),
    column("Keuangan", "percent"),
    column("Fisik", "percent"),
    column("Penyebab / permasalahan", width=4),
    column("Tindakan", width=4),
]


def gather(asked: Asked) -> Figures:
    period = asked.scope.period
    groups = pp39.by_programme(pp39.activities(asked))
    every = [a for found in groups.values() for a in found]
    rows = [
        _line(n, programme.name, found, period, ref=("programme", programme.pk))
        for n, (programme, found) in enumerate(groups.items(), 1)
    ]
    if every:
        rows.append(_line(None, "Jumlah", every, period, strong=True))
    behind = [
        row(
            a.programme, a.name, a.place, (a.line.paid_idr, a.pagu_idr), a.line.physical, pp39.joined(a.problems),
            pp39.joined(a.follow_ups), ref=("allocation", a.line.allocation.pk),
        )
        for a in every
        if a.lags(period)
    ]  # fmt: skip
    part, whole = lagging.expected(period)
    tables = [
        table("programmes", "Rekapitulasi program", _COLUMNS, rows, empty=pp39.NOTHING),
        table(
            "lagging", "Hal yang tertinggal", _LAGGING, behind, empty="Tidak ada kegiatan yang tertinggal.",
            notes=[
                f"Tertinggal: keuangan atau fisik lebih dari {lagging.POINTS} poin di bawah rencana, atau tanpa rencana di "
                f"bawah bagian tahun yang sudah lewat ({100 * part // whole}%). Batas ini usulan naikkelas, bukan ketentuan."
            ],
        ),
    ]  # fmt: skip
    return pp39.figures(asked, REPORT.id, REPORT.version, REPORT.title.id, tables)


def _line(number, name, found, period, **rest) -> dict:
    s = pp39.total(found)
    return row(
        number, name, len(found), sum(a.lags(period) for a in found), s.pagu_idr, s.planned, s.paid_before_idr,
        s.paid_quarter_idr,
        s.paid_idr, s.pagu_idr - s.paid_idr, (s.paid_idr, s.pagu_idr), s.physical, **rest,
    )  # fmt: skip


REPORT = Report(
    id="pp39_c",
    version=1,
    title=Text("Formulir C – rekapitulasi", "Form C – summary"),
    about=Text(
        "Rekapitulasi program dan kegiatan, hal yang tertinggal, penyebab dan tindakannya.",
        "Programmes and activities rolled up; what lags, why, and what is done.",
    ),
    legal_source=pp39.LEGAL_SOURCE,
    gather=gather,
    frozen=True,
    template="tables.typ",
    cases=pp39.CASES,
)
