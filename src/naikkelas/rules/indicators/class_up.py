"""Share of the comparable enterprises whose size class went up."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="class_up",
    version=1,
    name=Text("UMKM naik kelas", "Enterprises that rose a class"),
    meaning=Text(
        "UMKM yang naik kelas antara dua tahun data, keduanya dinilai dengan aturan yang sama, "
        "dibagi UMKM yang dapat dibandingkan.",
        "Enterprises that rose a class between two years, both judged under the same law, over those that can be compared.",
    ),
    facts="class_changes",
    numerator=Term(Is("direction", "up")),
    denominator=Term(In("direction", ("up", "same", "down"))),
    unit="percent",
    source="NK1 skala (usulan naikkelas; tidak ada definisi hukum tunggal)",
    good="up",
    banded=False,
)
