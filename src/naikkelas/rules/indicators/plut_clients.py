"""Clients served by the PLUT in the quarter."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Known, Measure, Term

INDICATOR = Measure(
    id="plut_clients",
    version=1,
    name=Text("Klien PLUT dilayani", "Clients served by PLUT"),
    meaning=Text(
        "Klien baru dan lama yang dilayani PLUT pada triwulan itu, dari kunjungan terverifikasi.",
        "New and returning clients served by PLUT in the quarter, from verified visits.",
    ),
    facts="visits",
    numerator=Term(All((Is("state", "verified"), Known("clients"))), "clients"),
    denominator=None,
    unit="count",
    source="Juknis PLUT-KUMKM 2019",
    good="up",
    banded=False,
)
