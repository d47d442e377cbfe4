"""Share of the registered cooperatives that are active by decree."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Measure, Term

INDICATOR = Measure(
    id="cooperatives_active",
    version=1,
    name=Text("Koperasi aktif", "Active cooperatives"),
    meaning=Text(
        "Koperasi berstatus aktif menurut SK dibagi semua koperasi terdaftar.",
        "Cooperatives that a decree calls active over all that are registered.",
    ),
    facts="cooperatives",
    numerator=Term(Is("official_status", "active")),
    denominator=Term(),
    unit="percent",
    source="Kemenkop: rekapitulasi koperasi; SK Kepala Dinas",
    good="up",
    banded=False,
)
