"""Sales far from others of the kecamatan."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Outlier, QualityRule

RULE = QualityRule(
    id="sales_district_outlier",
    version=1,
    name=Text("Omzet jauh dari sesama kecamatan", "Sales far from others of the kecamatan"),
    wrong=Text(
        "Omzet jauh dari usaha sekelas di kecamatan yang sama.",
        "Sales are far from those of the same class in the kecamatan.",
    ),
    remedy=Text(
        "Periksa jumlah nol dan satuannya; terima bila memang demikian.",
        "Check zeros and unit; accept if it is so.",
    ),
    kind="enterprise",
    group="outliers",
    severity="low",
    check=Outlier("annual_sales_idr", by=("district", "size_class")),
    shows=("annual_sales_idr", "size_class"),
    source=Text(
        "Median dan MAD atas logaritma, batas 5: usulan naikkelas.",
        "Median and MAD of logarithms, limit 5: our proposal.",
    ),
    mark="proposal",
)
