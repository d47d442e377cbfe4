"""Services that PLUT gave in the quarter, by their log."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, Measure, Term

INDICATOR = Measure(
    id="plut_services",
    version=1,
    name=Text("Layanan PLUT", "Services of PLUT"),
    meaning=Text(
        "Layanan yang diberikan konsultan PLUT pada triwulan itu, menurut catatan layanan.",
        "Services that consultants of PLUT gave in the quarter, by the log of services.",
    ),
    facts="plut",
    numerator=Term(AtLeast("logs", 1), "logs"),
    denominator=None,
    unit="count",
    source="Usulan naikkelas; IKU PLUT belum ditemukan dalam peraturan",
    good="up",
    banded=False,
)
