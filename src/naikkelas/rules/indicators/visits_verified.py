"""Share of the planned visits that were verified."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Measure, Term

INDICATOR = Measure(
    id="visits_verified",
    version=1,
    name=Text("Kunjungan terverifikasi", "Visits verified"),
    meaning=Text(
        "Kunjungan yang sudah diverifikasi dinas dibagi kunjungan yang direncanakan.",
        "Visits verified by the office over visits planned.",
    ),
    facts="visits",
    numerator=Term(Is("state", "verified")),
    denominator=Term(),
    unit="percent",
    source="Usulan naikkelas",
    good="up",
    banded=True,
)
