"""Share of the enterprises with two years of facts whose classes cannot be compared."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="class_not_comparable",
    version=1,
    name=Text("UMKM yang kelasnya tidak dapat dibandingkan", "Enterprises whose classes cannot be compared"),
    meaning=Text(
        "UMKM dengan dua tahun data yang kelasnya tidak diketahui, dasarnya berbeda, atau jenis buktinya tidak disebut, "
        "dibagi semua UMKM dengan dua tahun data.",
        "Enterprises with two years of facts whose class is unknown, whose bases differ or whose evidence is not named, "
        "over all with two years of facts.",
    ),
    facts="class_changes",
    numerator=Term(Is("direction", "not_comparable")),
    denominator=Term(In("direction", ("up", "same", "down", "not_comparable"))),
    unit="percent",
    source="NK1 skala (usulan naikkelas)",
    good="down",
    banded=False,
)
