"""Share of the findings due that were closed in time."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Measure, Term

INDICATOR = Measure(
    id="findings_closed_in_time",
    version=1,
    name=Text("Temuan selesai tepat waktu", "Findings closed in time"),
    meaning=Text(
        "Temuan yang ditutup sampai tenggatnya dibagi temuan yang ditutup atau jatuh tempo sampai akhir triwulan.",
        "Findings closed by their due day over findings closed or due by the end of the quarter.",
    ),
    facts="findings",
    numerator=Term(Is("closed_in_time", 1)),
    denominator=Term(Is("closed_or_due", 1)),
    unit="percent",
    source="Peraturan BPK 2/2017 (dipakai untuk temuan monev: usulan)",
    good="up",
    banded=False,
)
