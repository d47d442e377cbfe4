"""Share of the comparable enterprises whose size class went down."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="class_down",
    version=1,
    name=Text("UMKM turun kelas", "Enterprises that fell a class"),
    meaning=Text(
        "UMKM yang turun kelas dibagi UMKM yang dapat dibandingkan.",
        "Enterprises that fell a class over those that can be compared.",
    ),
    facts="class_changes",
    numerator=Term(Is("direction", "down")),
    denominator=Term(In("direction", ("up", "same", "down"))),
    unit="percent",
    source="NK1 skala (usulan naikkelas; tidak ada definisi hukum tunggal)",
    good="down",
    banded=False,
)
