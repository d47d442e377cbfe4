"""Share of the comparable enterprises whose size class stayed the same."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="class_same",
    version=1,
    name=Text("UMKM tetap kelas", "Enterprises that kept their class"),
    meaning=Text(
        "UMKM yang tetap kelasnya dibagi UMKM yang dapat dibandingkan.",
        "Enterprises that kept their class over those that can be compared.",
    ),
    facts="class_changes",
    numerator=Term(Is("direction", "same")),
    denominator=Term(In("direction", ("up", "same", "down"))),
    unit="percent",
    source="NK1 skala (usulan naikkelas; tidak ada definisi hukum tunggal)",
    good="none",
    banded=False,
)
