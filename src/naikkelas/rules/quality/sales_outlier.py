"""Sales far from their like."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Outlier, QualityRule

RULE = QualityRule(
    id="sales_outlier",
    version=1,
    name=Text("Omzet jauh dari sesamanya", "Sales far from their like"),
    wrong=Text(
        "Omzet jauh lebih besar atau lebih kecil daripada usaha sekelas dan sesektor.",
        "Sales are much greater or smaller than those of the same class and sector.",
    ),
    remedy=Text(
        "Periksa jumlah nol dan satuannya; terima bila memang demikian.",
        "Check zeros and unit; accept if it is so.",
    ),
    kind="enterprise",
    group="outliers",
    severity="medium",
    check=Outlier("annual_sales_idr", by=("size_class", "sector")),
    shows=("annual_sales_idr", "size_class", "sector"),
    source=Text(
        "Median dan MAD atas logaritma, batas 5: usulan naikkelas.",
        "Median and MAD of logarithms, limit 5: our proposal.",
    ),
    mark="proposal",
)
