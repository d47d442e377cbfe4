"""Sector other."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="sector_other",
    version=1,
    name=Text("Sektor lain-lain", "Sector other"),
    wrong=Text(
        "Sektor tidak digolongkan (lain-lain), sehingga usaha tidak terlihat dalam program menurut sektor.",
        "The sector is not classified (other), so the enterprise is not seen by programmes of a sector.",
    ),
    remedy=Text("Golongkan menurut produk atau KBLI.", "Classify it by product or KBLI."),
    kind="enterprise",
    group="completeness",
    severity="medium",
    check=Each(Is("sector", "other")),
    shows=("sector",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
