"""Workers now, as a share of workers before the aid."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Known, Measure, Term

_BOTH = All((Is("state", "verified"), Known("workers_before"), Known("workers_after")))

INDICATOR = Measure(
    id="workers_change",
    version=1,
    name=Text("Tenaga kerja sesudah dibanding sebelum bantuan", "Workers after against before the aid"),
    meaning=Text(
        "Jumlah tenaga kerja sekarang dibagi jumlah sebelum bantuan, penerima yang menyebut keduanya.",
        "Workers now over workers before, of recipients who told both.",
    ),
    facts="visits",
    numerator=Term(_BOTH, "workers_after"),
    denominator=Term(_BOTH, "workers_before"),
    unit="percent",
    source="Laporan penerima WP, blok IV (perkembangan sebelum/sesudah)",
    good="up",
    banded=False,
)
