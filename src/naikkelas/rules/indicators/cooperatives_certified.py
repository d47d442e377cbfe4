"""Share of the active cooperatives with a certificate of their number."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Measure, Term

INDICATOR = Measure(
    id="cooperatives_certified",
    version=1,
    name=Text("Koperasi bersertifikat NIK", "Cooperatives with certificate"),
    meaning=Text(
        "Koperasi aktif yang memegang sertifikat Nomor Induk Koperasi dibagi semua koperasi aktif.",
        "Active cooperatives that hold a certificate of the cooperative number over all active ones.",
    ),
    facts="cooperatives",
    numerator=Term(All((Is("official_status", "active"), Is("certified", 1)))),
    denominator=Term(Is("official_status", "active")),
    unit="percent",
    source="Permenkop 10/2016",
    good="up",
    banded=False,
)
