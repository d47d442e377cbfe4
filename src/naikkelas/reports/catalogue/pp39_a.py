"""Formulir A of PP 39/2006: activity by activity, money and physical progress, problems and what is done about them."""

from naikkelas.kit.bilingual import Text
from naikkelas.reports import pp39
from naikkelas.reports.figures import Figures
from naikkelas.reports.report import Asked, Report
from naikkelas.reports.tables import column, row, table

_COLUMNS = [
    column("No", "count"),
    column("Kegiatan", width=3),
    column("Program", width=2),
    column("Lokasi", width=2),
    column("Pagu (Rp)", "idr"),
    column("Dari PHLN (Rp)", "idr"),
    column("Rencana keuangan", "percent"),
    column("Rencana fisik", "percent"),
    column("Realisasi s.d. triwulan lalu (Rp)", "idr"),
    column("Realisasi triwulan ini (Rp)", "idr"),
    column("Realisasi (Rp)", "idr"),
    column("Keuangan", "percent"),
    column("Fisik", "percent"),
    column("Keluaran", width=2),
    column("Permasalahan", width=4),
    column("Tindak lanjut", width=4),
]


def gather(asked: Asked) -> Figures:
    found = pp39.activities(asked)
    rows = [
        row(
            n, a.name, a.programme, a.place, a.pagu_idr, a.foreign_idr, a.planned, a.planned_physical, a.line.paid_before_idr,
            a.line.paid_quarter_idr,
            a.line.paid_idr, (a.line.paid_idr, a.pagu_idr), a.line.physical, a.output, pp39.joined(a.problems),
            pp39.joined(a.follow_ups), ref=("allocation", a.line.allocation.pk),
        )
        for n, a in enumerate(found, 1)
    ]  # fmt: skip
    if found:
        s = pp39.total(found)
        rows.append(
            row(
                None, "Jumlah", None, None, s.pagu_idr, s.foreign_idr, s.planned, None, s.paid_before_idr,
                s.paid_quarter_idr, s.paid_idr,
                (s.paid_idr, s.pagu_idr), s.physical, None, None, None, strong=True,
            )
        )  # fmt: skip
    lines = table("activities", "Kegiatan", _COLUMNS, rows, empty=pp39.NOTHING)
    return pp39.figures(asked, REPORT.id, REPORT.version, REPORT.title.id, [lines])


REPORT = Report(
    id="pp39_a",
    version=2,
    title=Text("Formulir A – laporan kegiatan", "Form A – report of activities"),
    about=Text(
        "Keuangan, fisik, permasalahan dan tindak lanjut tiap kegiatan dalam satu triwulan.",
        "Money, physical progress, problems and follow-up of each activity in a quarter.",
    ),
    legal_source=pp39.LEGAL_SOURCE,
    gather=gather,
    frozen=True,
    template="tables.typ",
    cases=pp39.CASES,
)
