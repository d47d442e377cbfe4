"""Phone number missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import Each, Not, QualityRule

RULE = QualityRule(
    id="phone_missing",
    version=1,
    name=Text("Nomor telepon kosong", "Phone number missing"),
    wrong=Text(
        "Pemilik tidak dapat dihubungi sebelum kunjungan.", "The owner cannot be reached before a visit."
    ),
    remedy=Text("Catat nomor telepon saat kunjungan berikut.", "Record the number on the next visit."),
    kind="enterprise",
    group="completeness",
    severity="low",
    check=Each(Not(Known("has_phone"))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
