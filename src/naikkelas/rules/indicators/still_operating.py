"""Share of the aided businesses that still run."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, In, Is, Known, Measure, Term

INDICATOR = Measure(
    id="still_operating",
    version=1,
    name=Text("Usaha penerima masih berjalan", "Aided businesses still running"),
    meaning=Text(
        "Usaha yang berjalan atau berganti usaha dibagi penerima yang dikunjungi dan terverifikasi.",
        "Businesses that run, or changed their business, over recipients visited and verified.",
    ),
    facts="visits",
    numerator=Term(All((Is("state", "verified"), In("business_status", ("running", "changed"))))),
    denominator=Term(All((Is("state", "verified"), Known("business_status")))),
    unit="percent",
    source="Usulan naikkelas",
    good="up",
    banded=False,
)
