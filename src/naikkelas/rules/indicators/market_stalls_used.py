"""Share of the kiosks and stalls of revitalised markets that are in use."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Known, Measure, Term

_SEEN = All((Is("state", "verified"), Known("places_built"), Known("places_filled")))

INDICATOR = Measure(
    id="market_stalls_used",
    version=1,
    name=Text("Kios dan los pasar terpakai", "Kiosks and stalls in use"),
    meaning=Text(
        "Kios dan los terisi dibagi yang dibangun, pasar yang dikunjungi dan terverifikasi.",
        "Kiosks and stalls in use over those built, of markets visited and verified.",
    ),
    facts="visits",
    numerator=Term(_SEEN, "places_filled"),
    denominator=Term(_SEEN, "places_built"),
    unit="percent",
    source="Permenkop 05/Per/M.KUMKM/II/2016 (tujuan pemanfaatan)",
    good="up",
    banded=False,
)
