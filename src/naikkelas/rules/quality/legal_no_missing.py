"""Legal number missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import Each, Not, QualityRule

RULE = QualityRule(
    id="legal_no_missing",
    version=1,
    name=Text("Nomor badan hukum kosong", "Legal number missing"),
    wrong=Text("Nomor badan hukum tidak tercatat.", "The legal number is not recorded."),
    remedy=Text("Salin nomor dari akta pengesahan.", "Copy it from the deed of approval."),
    kind="cooperative",
    group="completeness",
    severity="medium",
    check=Each(Not(Known("legal_no"))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
