"""Share of the active cooperatives that held the last annual meeting due."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Measure, Term

INDICATOR = Measure(
    id="rat_held",
    version=1,
    name=Text("RAT terlaksana", "Annual meetings held"),
    meaning=Text(
        "Koperasi aktif yang melaksanakan RAT tahun buku terakhir yang jatuh tempo dibagi semua koperasi aktif.",
        "Active cooperatives that held the meeting for the last book year due over all active ones.",
    ),
    facts="cooperatives",
    numerator=Term(All((Is("official_status", "active"), Is("rat_due_held", 1)))),
    denominator=Term(Is("official_status", "active")),
    unit="percent",
    source="UU 25/1992 Pasal 26; batas enam bulan belum terkonfirmasi",
    good="up",
    banded=False,
)
