"""Unusual change of sales."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Outlier, QualityRule

RULE = QualityRule(
    id="sales_change_outlier",
    version=1,
    name=Text("Perubahan omzet tidak biasa", "Unusual change of sales"),
    wrong=Text(
        "Omzet berubah jauh lebih besar daripada usaha sesektor dari tahun sebelumnya.",
        "Sales changed since the year before far more than in the sector.",
    ),
    remedy=Text(
        "Bandingkan kedua tahun; salah satunya mungkin kelebihan atau kekurangan nol.",
        "Compare both years; one may have a zero too many or too few.",
    ),
    kind="enterprise",
    group="outliers",
    severity="medium",
    check=Outlier("annual_sales_idr", by=("sector",), per="sales_before_idr"),
    shows=("annual_sales_idr", "sales_before_idr", "facts_year"),
    source=Text(
        "Median dan MAD atas logaritma, batas 5: usulan naikkelas.",
        "Median and MAD of logarithms, limit 5: our proposal.",
    ),
    mark="proposal",
)
