"""Share of the enterprises with credentials for which the day of one is not known."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="credentials_undated",
    version=1,
    name=Text("UMKM dengan legalitas tanpa tanggal", "Enterprises with a credential of unknown day"),
    meaning=Text(
        "UMKM yang mempunyai NIB, PIRT, halal atau merek tanpa tanggal terbit, dibagi UMKM yang mempunyai salah satunya. "
        "Selama angka ini tinggi, NK2 tidak dapat disimpulkan.",
        "Enterprises that hold an NIB, PIRT, halal certificate or trademark without its day, over those that hold any. "
        "While this is high, nothing can be concluded from NK2.",
    ),
    facts="formalisation",
    numerator=Term(Is("formal", "undated")),
    denominator=Term(In("formal", ("gained", "undated", "held"))),
    unit="percent",
    source="NK2 formalisasi (usulan naikkelas)",
    good="down",
    banded=False,
)
