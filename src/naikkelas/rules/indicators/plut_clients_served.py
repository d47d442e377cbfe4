"""Clients that a PLUT served in the quarter, by its log."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, Measure, Term

INDICATOR = Measure(
    id="plut_clients_served",
    version=1,
    name=Text("Klien PLUT menurut catatan layanan", "Clients of PLUT by the log"),
    meaning=Text(
        "UMKM, koperasi dan orang yang dilayani PLUT paling sedikit sekali pada triwulan itu, menurut catatan layanan.",
        "MSMEs, cooperatives and persons served by a PLUT at least once in the quarter, by the log of services.",
    ),
    facts="plut",
    numerator=Term(AtLeast("logs", 1)),
    denominator=None,
    unit="count",
    source="Usulan naikkelas; IKU PLUT belum ditemukan dalam peraturan",
    good="up",
    banded=False,
)
