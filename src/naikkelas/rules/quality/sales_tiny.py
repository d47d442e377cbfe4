"""Sales implausibly small."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, AtMost
from naikkelas.rules.quality_rule import AllOf, Each, QualityRule

RULE = QualityRule(
    id="sales_tiny",
    version=1,
    name=Text("Omzet terlalu kecil", "Sales implausibly small"),
    wrong=Text(
        "Omzet setahun di bawah Rp100.000: mungkin ditulis dalam ribuan atau jutaan.",
        "Annual sales below Rp100,000: perhaps written in thousands or millions.",
    ),
    remedy=Text(
        "Tanyakan satuan yang dipakai pendata, lalu tulis dalam rupiah penuh.",
        "Ask in what unit the collector wrote, and write whole rupiah.",
    ),
    kind="enterprise",
    group="ranges",
    severity="medium",
    check=Each(AllOf((AtLeast("annual_sales_idr", 1), AtMost("annual_sales_idr", 99_999)))),
    shows=("annual_sales_idr", "facts_year"),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
