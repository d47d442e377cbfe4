"""Address missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import Each, Not, QualityRule

RULE = QualityRule(
    id="address_missing",
    version=1,
    name=Text("Alamat kosong", "Address missing"),
    wrong=Text("Alamat usaha tidak tercatat.", "The address is not recorded."),
    remedy=Text("Catat alamat saat kunjungan atau impor berikut.", "Record it on the next visit or import."),
    kind="enterprise",
    group="completeness",
    severity="low",
    check=Each(Not(Known("has_address"))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
