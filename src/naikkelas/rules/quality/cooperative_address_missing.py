"""Cooperative's address missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import Each, Not, QualityRule

RULE = QualityRule(
    id="cooperative_address_missing",
    version=1,
    name=Text("Alamat koperasi kosong", "Cooperative's address missing"),
    wrong=Text("Alamat koperasi tidak tercatat.", "The cooperative's address is not recorded."),
    remedy=Text("Salin alamat dari akta.", "Copy it from the deed."),
    kind="cooperative",
    group="completeness",
    severity="low",
    check=Each(Not(Known("has_address"))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
