"""Share of the visited recipients who used the money as proposed."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Known, Measure, Term

INDICATOR = Measure(
    id="use_as_proposed",
    version=1,
    name=Text("Dana dipakai sesuai proposal", "Money used as proposed"),
    meaning=Text(
        "Penerima yang dananya dipakai sesuai proposal dibagi penerima yang dikunjungi dan terverifikasi.",
        "Recipients who used the money as proposed over recipients visited and verified.",
    ),
    facts="visits",
    numerator=Term(All((Is("state", "verified"), Is("use_matches_proposal", "matches")))),
    denominator=Term(All((Is("state", "verified"), Known("use_matches_proposal")))),
    unit="percent",
    source="Juknis bantuan pemerintah bagi wirausaha pemula 2019",
    good="up",
    banded=False,
)
