"""Sales above the limit of MSMEs."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="sales_above_msme",
    version=1,
    name=Text("Omzet di atas batas UMKM", "Sales above the limit of MSMEs"),
    wrong=Text(
        "Omzet setahun di atas Rp50 miliar: bukan lagi usaha menengah, atau kelebihan nol.",
        "Annual sales above Rp50 billion: no longer a medium enterprise, or too many zeros.",
    ),
    remedy=Text(
        "Periksa jumlah nolnya. Bila benar, usaha itu usaha besar dan bukan sasaran program UMKM.",
        "Check the zeros. If true, it is a large enterprise and no target of MSME programmes.",
    ),
    kind="enterprise",
    group="ranges",
    severity="high",
    check=Each(AtLeast("annual_sales_idr", 50_000_000_001)),
    shows=("annual_sales_idr", "facts_year"),
    source=Text(
        "UU 20/2008 Pasal 6 dan PP 7/2021 Pasal 35: usaha menengah paling banyak Rp50 miliar.",
        "UU 20/2008 art. 6 and PP 7/2021 art. 35: medium enterprises at most Rp50 billion.",
    ),
    mark="read",
)
