"""Share of the registered enterprises with an NIB."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Measure, Term

INDICATOR = Measure(
    id="enterprises_licensed",
    version=1,
    name=Text("UMKM ber-NIB", "Enterprises with NIB"),
    meaning=Text(
        "UMKM terdaftar yang mempunyai NIB dibagi semua UMKM terdaftar.",
        "Registered enterprises that hold an NIB over all registered.",
    ),
    facts="enterprises",
    numerator=Term(Is("licensed", 1)),
    denominator=Term(),
    unit="percent",
    source="NK2 formalisasi (usulan naikkelas); PP 24/2018",
    good="up",
    banded=False,
)
