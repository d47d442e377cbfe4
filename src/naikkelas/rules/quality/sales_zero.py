"""Sales of zero."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="sales_zero",
    version=1,
    name=Text("Omzet nol", "Sales of zero"),
    wrong=Text(
        "Omzet setahun tertulis nol. Biasanya berarti tidak diketahui, padahal nol membuat usaha terhitung mikro.",
        "Annual sales are written as zero: mostly that means unknown, but zero makes it count as micro.",
    ),
    remedy=Text(
        "Kosongkan bila tidak diketahui; bila usaha tutup, catat lewat kunjungan.",
        "Leave it empty where unknown; where the business closed, record that by a visit.",
    ),
    kind="enterprise",
    group="ranges",
    severity="medium",
    check=Each(Is("annual_sales_idr", 0)),
    shows=("annual_sales_idr", "facts_year"),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
