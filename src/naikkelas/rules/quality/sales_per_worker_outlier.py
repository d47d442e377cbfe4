"""Sales per worker far from their like."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Outlier, QualityRule

RULE = QualityRule(
    id="sales_per_worker_outlier",
    version=1,
    name=Text("Omzet per pekerja jauh dari sesamanya", "Sales per worker far from their like"),
    wrong=Text(
        "Omzet per pekerja jauh dari usaha sekelas dan sesektor: salah satunya mungkin keliru.",
        "Sales per worker are far from those of the same class and sector: one of the two may be wrong.",
    ),
    remedy=Text("Periksa omzet dan jumlah pekerja.", "Check sales and workers."),
    kind="enterprise",
    group="outliers",
    severity="low",
    check=Outlier("annual_sales_idr", by=("size_class", "sector"), per="workers"),
    shows=("annual_sales_idr", "workers", "size_class", "sector"),
    source=Text(
        "Median dan MAD atas logaritma, batas 5: usulan naikkelas.",
        "Median and MAD of logarithms, limit 5: our proposal.",
    ),
    mark="proposal",
)
