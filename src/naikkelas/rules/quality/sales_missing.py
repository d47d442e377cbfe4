"""Sales missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import Each, Not, QualityRule

RULE = QualityRule(
    id="sales_missing",
    version=1,
    name=Text("Omzet kosong", "Sales missing"),
    wrong=Text(
        "Omzet setahun tidak diketahui, sehingga kelas usaha tidak dapat dinilai.",
        "Annual sales are not known, so the size class cannot be judged.",
    ),
    remedy=Text(
        "Tanyakan omzet setahun, paling tidak perkiraan dari sebulan.",
        "Ask for annual sales, at least estimated from a month.",
    ),
    kind="enterprise",
    group="completeness",
    severity="medium",
    check=Each(Not(Known("annual_sales_idr"))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
