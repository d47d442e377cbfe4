"""Monthly sales now, as a share of monthly sales before the aid, of recipients who told both."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Known, Measure, Term

_BOTH = All((Is("state", "verified"), Known("sales_before_idr"), Known("sales_after_idr")))

INDICATOR = Measure(
    id="turnover_change",
    version=1,
    name=Text("Omzet sesudah dibanding sebelum bantuan", "Sales after against before the aid"),
    meaning=Text(
        "Jumlah omzet sebulan sekarang dibagi jumlah omzet sebulan sebelum bantuan, "
        "penerima yang menyebut keduanya. Di atas 100% berarti naik; "
        "bukan bukti bahwa bantuan penyebabnya.",
        "Total monthly sales now over total monthly sales before, "
        "of recipients who told both. Above 100% means growth; it does not prove that the aid caused it.",
    ),
    facts="visits",
    numerator=Term(_BOTH, "sales_after_idr"),
    denominator=Term(_BOTH, "sales_before_idr"),
    unit="percent",
    source="Laporan penerima WP, blok IV (perkembangan sebelum/sesudah)",
    good="up",
    banded=False,
)
