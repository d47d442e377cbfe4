"""Share of the allocated money that was disbursed by the end of the period."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Measure, Term

INDICATOR = Measure(
    id="budget_absorption",
    version=1,
    name=Text("Serapan anggaran", "Budget absorption"),
    meaning=Text(
        "Pencairan (SP2D) sampai akhir triwulan dibagi alokasi tahun itu.",
        "Disbursed (SP2D) by the end of the quarter over allocated for the year.",
    ),
    facts="money",
    numerator=Term(Is("kind", "disbursed"), "amount_idr"),
    denominator=Term(Is("kind", "allocated"), "amount_idr"),
    unit="percent",
    source="PP 39/2006: realisasi keuangan; Permendagri 86/2017",
    good="up",
    banded=True,
)
