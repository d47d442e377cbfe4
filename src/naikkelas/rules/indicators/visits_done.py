"""Share of the planned visits that were made."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Measure, Term

INDICATOR = Measure(
    id="visits_done",
    version=1,
    name=Text("Kunjungan terlaksana", "Visits made"),
    meaning=Text(
        "Kunjungan yang isiannya sudah masuk dibagi kunjungan yang direncanakan dalam siklus.",
        "Visits whose form came in over visits planned in the cycle.",
    ),
    facts="visits",
    numerator=Term(In("state", ("visited", "verified"))),
    denominator=Term(),
    unit="percent",
    source="Usulan naikkelas",
    good="up",
    banded=True,
)
